package io.github.ticketstream.bench;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A subscriber with {@code read_committed} that only counts, and notes when each record could be seen. */
final class TopicWatch implements AutoCloseable {
    /** How it reads. */
    enum Reading {
        /** Each record at once. */
        PROMPT(1, 500),
        /** Much at a time, so that it takes little of the cores; a record may be seen 50 ms late. */
        BULK(1 << 20, 50);

        private final int minBytes;
        private final int maxWaitMillis;

        Reading(int minBytes, int maxWaitMillis) {
            this.minBytes = minBytes;
            this.maxWaitMillis = maxWaitMillis;
        }
    }

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::watch, "topic-watch");
    private final Moments moments = new Moments();
    private final LongOpenHashSet distinct = new LongOpenHashSet();

    /** Begins at once, at the beginning of the topic, which must be there. */
    TopicWatch(String brokers, String topic, Reading reading) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "isolation.level",
                        "read_committed",
                        "check.crcs",
                        false,
                        "fetch.min.bytes",
                        reading.minBytes,
                        "fetch.max.wait.ms",
                        reading.maxWaitMillis,
                        "max.partition.fetch.bytes",
                        8 << 20,
                        "max.poll.records",
                        100_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    note(record);
                }
            }
        } catch (WakeupException e) {
            consumer.close();
        }
    }

    private synchronized void note(ConsumerRecord<byte[], byte[]> record) {
        moments.add(System.nanoTime());
        // Two of ten million share a hash with a probability of 3 in a million.
        distinct.add(MurmurHash3.hash128x64(record.key())[0] * 31 + MurmurHash3.hash128x64(record.value())[0]);
    }

    /** When each record was seen first. */
    Moments moments() {
        return moments;
    }

    int count() {
        return moments.count();
    }

    /** Records that differ in key or value from all before them. */
    synchronized int distinct() {
        return distinct.size();
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
