package io.github.ticketstream.kit;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A subscriber with {@code read_committed}, from the beginning of a topic. */
public final class Subscriber implements AutoCloseable {
    private final KafkaInJvm kafka;
    private final KafkaConsumer<String, String> consumer;
    private final String topic;
    private final List<ConsumerRecord<String, String>> records = new ArrayList<>();

    public Subscriber(KafkaInJvm kafka, String topic) {
        this(kafka, topic, "read_committed");
    }

    public Subscriber(KafkaInJvm kafka, String topic, String isolation) {
        Properties settings = kafka.clientSettings();
        settings.put("isolation.level", isolation);
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", "false");
        this.kafka = kafka;
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    /** Everything that has been committed so far, in the order of each partition; nothing while the topic is not there. */
    public List<ConsumerRecord<String, String>> records() {
        if (!isAssigned()) {
            return records;
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    /** Everything that was written before this call, once nobody's transaction holds it back. */
    public List<ConsumerRecord<String, String>> recordsToEnd() {
        if (isAssigned()) {
            // Not the consumer's own end, which under read_committed lies before an open transaction.
            try (Admin admin = kafka.admin()) {
                Map<TopicPartition, OffsetSpec> latest = consumer.assignment().stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
                var ends = admin.listOffsets(latest).all().get(30, TimeUnit.SECONDS);
                await().pollInSameThread().until(() -> {
                    records();
                    return ends.entrySet().stream()
                            .allMatch(end -> consumer.position(end.getKey())
                                    >= end.getValue().offset());
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("the end of " + topic + " is not known", e);
            }
        }
        return records;
    }

    private boolean isAssigned() {
        if (consumer.assignment().isEmpty()) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList());
        }
        return !consumer.assignment().isEmpty();
    }

    /** {@code ticket_no@update_time} of everything that has arrived. */
    public List<String> versions() {
        return records().stream().map(record -> header(record, "ce_id")).collect(Collectors.toList());
    }

    /** A header's text; null if there is none. */
    public static String header(ConsumerRecord<String, String> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
