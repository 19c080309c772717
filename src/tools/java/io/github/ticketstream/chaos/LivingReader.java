package io.github.ticketstream.chaos;

import io.github.ticketstream.kit.Follower;
import io.github.ticketstream.kit.Subscriber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A subscriber that reads all topics of the run while everything goes wrong, and keeps what it gets. */
final class LivingReader implements AutoCloseable {
    private final List<ConsumerRecord<String, String>> records = new ArrayList<>();
    /** The newest versions of tickets that were not reported as disappeared since. */
    private final Map<String, Long> newest = new HashMap<>();

    private final Follower<String> follower;

    /** Begins at once; the topics must be there. */
    LivingReader(Properties client) {
        follower = new Follower<>(client, new StringDeserializer(), Stage.TOPICS, this::take);
    }

    private synchronized void take(ConsumerRecord<String, String> record) {
        records.add(record);
        if (record.topic().equals(Stage.TICKETS)) {
            String id = String.valueOf(Subscriber.header(record, "ce_id"));
            String version = id.substring(id.lastIndexOf('@') + 1);
            if (version.startsWith("gone.")) {
                newest.remove(record.key());
            } else if (version.matches("\\d+(\\..*)?")) {
                newest.merge(record.key(), Long.parseLong(version.replaceFirst("\\..*", "")), Math::max);
            }
        }
    }

    /** Returns whether the newest of these tickets' versions have all arrived. */
    synchronized boolean has(Map<String, Long> latest) {
        return latest.entrySet().stream()
                .allMatch(ticket -> newest.getOrDefault(ticket.getKey(), 0L) >= ticket.getValue());
    }

    /** Returns whether all these tickets, as far as they came, were reported as disappeared. */
    synchronized boolean hasNone(List<String> gone) {
        return gone.stream().noneMatch(newest::containsKey);
    }

    synchronized int count() {
        return records.size();
    }

    Map<TopicPartition, Long> positions() {
        return follower.positions();
    }

    /** Returns all records so far, each partition in its order. */
    synchronized List<ConsumerRecord<String, String>> records(String topic) {
        return records.stream().filter(record -> record.topic().equals(topic)).toList();
    }

    @Override
    public void close() {
        follower.close();
    }
}
