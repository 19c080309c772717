package io.github.ticketstream.chaos;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A subscriber with {@code read_committed} that reads on, from the beginning of all its topics, until it is closed. */
final class LivingReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final Map<TopicPartition, List<ConsumerRecord<String, String>>> records = new LinkedHashMap<>();
    private final Map<String, Long> newest = new LinkedHashMap<>();
    private final KafkaConsumer<String, String> consumer;
    private final String ticketTopic;
    private final Thread thread = new Thread(this::read, "living-reader");
    private volatile boolean closing;
    private volatile Map<TopicPartition, Long> positions = Map.of();
    private RuntimeException death;

    private LivingReader(KafkaConsumer<String, String> consumer, String ticketTopic, Set<String> topics) {
        this.consumer = consumer;
        this.ticketTopic = ticketTopic;
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        partitions.forEach(partition -> records.put(partition, new ArrayList<>()));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The topics must exist. */
    static LivingReader start(Properties client, String ticketTopic, Set<String> topics) {
        Properties settings = new Properties();
        settings.putAll(client);
        settings.put("isolation.level", "read_committed");
        // Never leap: what is gone from the log would be a loss.
        settings.put("auto.offset.reset", "none");
        settings.put("request.timeout.ms", "5000");
        settings.put("reconnect.backoff.max.ms", "500");
        LivingReader reader = new LivingReader(
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer()), ticketTopic, topics);
        reader.thread.setDaemon(true);
        reader.thread.start();
        return reader;
    }

    private void read() {
        try {
            while (!closing) {
                var polled = consumer.poll(POLL);
                synchronized (this) {
                    polled.forEach(this::take);
                }
                positions = Map.copyOf(positions());
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                death = e;
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
    }

    private Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> now = new LinkedHashMap<>();
        records.keySet().forEach(partition -> now.put(partition, consumer.position(partition)));
        return now;
    }

    private void take(ConsumerRecord<String, String> record) {
        records.get(new TopicPartition(record.topic(), record.partition())).add(record);
        if (record.topic().equals(ticketTopic)) {
            var id = record.headers().lastHeader("ce_id");
            String text = id == null ? "@0" : new String(id.value(), StandardCharsets.UTF_8);
            String version = text.substring(text.lastIndexOf('@') + 1);
            if (version.startsWith("gone.")) {
                newest.remove(record.key());
            } else {
                newest.merge(record.key(), Long.parseLong(version.replaceFirst("\\..*", "")), Math::max);
            }
        }
    }

    /** Whether the newest of these tickets' versions have all arrived. */
    synchronized boolean has(Map<String, Long> latest) {
        return latest.entrySet().stream()
                .allMatch(ticket -> newest.getOrDefault(ticket.getKey(), 0L) >= ticket.getValue());
    }

    /** Whether of none of these tickets there is a version that has not disappeared. */
    synchronized boolean hasNone(List<String> gone) {
        return gone.stream().noneMatch(newest::containsKey);
    }

    synchronized int count() {
        return records.values().stream().mapToInt(List::size).sum();
    }

    Set<TopicPartition> partitions() {
        return records.keySet();
    }

    boolean isAt(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> now = positions;
        return ends.entrySet().stream().allMatch(end -> now.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /** Everything so far, partition by partition. */
    synchronized List<ConsumerRecord<String, String>> records(String topic) {
        if (death != null) {
            throw new IllegalStateException("the reader died", death);
        }
        return records.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
