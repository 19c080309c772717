package io.github.ticketstream.bench.contestant;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic to its end and keeps nothing: {@code java -cp … io.github.ticketstream.bench.contestant.BareRead <brokers>
 * <topic>}. Prints the seconds that it took.
 */
public final class BareRead {
    private BareRead() {}

    public static void main(String[] args) {
        TopicPartition partition = new TopicPartition(args[1], 0);
        long start = System.nanoTime();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                args[0],
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "max.poll.records",
                10_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100));
            }
            System.out.println((System.nanoTime() - start) / 1e9);
        }
    }
}
