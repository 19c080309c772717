package io.github.ticketstream.bench.contestant;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka as the hand-written loop uses it: the same records as the program's, byte for byte. */
final class RawTopics {
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** As the program's. */
    private static final int BATCH_BYTES = 1 << 17;

    private final String tickets = System.getenv("TICKETS_TOPIC");
    private final String state = System.getenv("TICKETS_STATE_TOPIC");
    private final String sweeps = System.getenv("TICKETS_SWEEP_TOPIC");
    private final String id = System.getenv("TICKETS_TRANSACTIONAL_ID");
    private final String brokers = System.getenv("CAMEL_COMPONENT_KAFKA_BROKERS");
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers, "transactional.id", id, "batch.size", BATCH_BYTES),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    /**
     * Ends what a predecessor left open, and reads what it published.
     *
     * @return whether it completed a sweep
     */
    boolean restore(Map<String, Long> published) {
        producer.initTransactions();
        boolean swept = false;
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed", "max.poll.records", 10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(state, 0), new TopicPartition(sweeps, 0));
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
                    if (record.topic().equals(sweeps)) {
                        swept |= Arrays.equals(record.key(), utf8(id));
                    } else {
                        published.put(text(record.key()), Long.parseLong(text(record.value())));
                    }
                }
            }
        }
        return swept;
    }

    void begin() {
        producer.beginTransaction();
    }

    void commit() {
        producer.commitTransaction();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The commit shows a failure.
    void publish(String number, long updateTime, byte[] json, String type, boolean backfill) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_specversion", utf8("1.0"));
        headers.add("ce_id", utf8(number + "@" + updateTime));
        headers.add("ce_source", utf8("//tuya/127.0.0.1/ticket/feedbacks"));
        headers.add("ce_type", utf8("io.github.ticketstream.ticket." + type + ".v1"));
        headers.add("ce_subject", utf8(number));
        headers.add("ce_time", utf8(MILLISECONDS.format(Instant.ofEpochMilli(updateTime))));
        headers.add("ce_dataschema", utf8("urn:ticketstream:ticket:v1"));
        headers.add("content-type", utf8("application/json"));
        if (backfill) {
            headers.add("ce_backfill", utf8("true"));
        }
        byte[] key = utf8(number);
        producer.send(new ProducerRecord<>(tickets, null, null, key, json, headers));
        producer.send(new ProducerRecord<>(state, key, utf8(Long.toString(updateTime))));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The commit shows a failure.
    void swept(String json) {
        producer.send(new ProducerRecord<>(sweeps, utf8(id), utf8(json)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
