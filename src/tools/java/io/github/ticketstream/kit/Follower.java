package io.github.ticketstream.kit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A subscriber with {@code read_committed} that reads on by itself, from the beginning of its topics, until it is closed; a
 * {@link Subscriber} reads when it is asked.
 */
public final class Follower<T> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<T, T> consumer;
    private final Consumer<ConsumerRecord<T, T>> taker;
    private final Thread thread = new Thread(this::read, "follower");
    private volatile Map<TopicPartition, Long> positions = Map.of();
    private volatile RuntimeException death;
    private volatile boolean closing;

    /**
     * Begins at once; the topics must be there.
     *
     * @param client settings, which take precedence
     * @param taker takes every record, in one thread
     */
    public Follower(
            Properties client,
            Deserializer<T> deserializer,
            Collection<String> topics,
            Consumer<ConsumerRecord<T, T>> taker) {
        this.taker = taker;
        Properties settings = new Properties();
        settings.put("isolation.level", "read_committed");
        // Never leap: what is gone from the log would be a loss.
        settings.put("auto.offset.reset", "none");
        settings.put("request.timeout.ms", "5000");
        settings.put("reconnect.backoff.max.ms", "500");
        settings.putAll(client);
        consumer = new KafkaConsumer<>(settings, deserializer, deserializer);
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            while (!closing) {
                consumer.poll(POLL).forEach(taker);
                Map<TopicPartition, Long> now = new HashMap<>();
                consumer.assignment().forEach(partition -> now.put(partition, consumer.position(partition)));
                positions = now;
            }
        } catch (RuntimeException e) {
            death = e;
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
    }

    /**
     * The offset up to which it has read each partition.
     *
     * @throws IllegalStateException if it reads no more
     */
    public Map<TopicPartition, Long> positions() {
        if (death != null) {
            throw new IllegalStateException("the follower died", death);
        }
        return positions;
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
