package io.github.ticketstream.bench.contestant;

import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.PublishedMarks;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a state topic to its end: {@code java -cp … io.github.ticketstream.bench.contestant.StateRead <contestant> <brokers>
 * <topic>}; {@code ours} as the program does at its start, any other by a loop that keeps nothing. Prints the seconds that it
 * took.
 */
public final class StateRead {
    private StateRead() {}

    public static void main(String[] args) {
        TopicPartition partition = new TopicPartition(args[2], 0);
        double seconds = args[0].equals("ours") ? ours(args[1], partition) : bare(args[1], partition);
        System.out.println(seconds);
        // The admin client's thread would keep the process.
        System.exit(0);
    }

    private static double ours(String brokers, TopicPartition partition) {
        KafkaConfiguration settings = new KafkaConfiguration();
        settings.setBrokers(brokers);
        KafkaClients kafka = new KafkaClients(() -> settings);
        PublishedVersions versions = new PublishedVersions();
        long start = System.nanoTime();
        new TopicReader(kafka.newAdmin(), kafka.newCommittedReader(), Set.of(partition))
                .readToEnd(PublishedMarks.into(versions));
        return (System.nanoTime() - start) / 1e9;
    }

    private static double bare(String brokers, TopicPartition partition) {
        long start = System.nanoTime();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed", "max.poll.records", 10_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100));
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
