package io.github.ticketstream.published;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads whole topics {@code read_committed}, once to the end and then on from there.
 *
 * <p>The end is the Admin client's latest offset. A {@code read_committed} consumer's own end offset is the last stable
 * one, which lies before anyone's open transaction: reading up to it would silently miss later records.
 */
public final class TopicReader implements AutoCloseable {
    /** Without progress for so long, someone's transaction hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(100);

    private final Admin admin;
    private final Consumer<String, byte[]> consumer;
    private final Set<TopicPartition> partitions;

    /** Begins at the start of these partitions. */
    public TopicReader(Admin admin, Consumer<String, byte[]> consumer, Set<TopicPartition> partitions) {
        this.admin = admin;
        this.consumer = consumer;
        this.partitions = partitions;
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * Reads everything that was committed before this call.
     *
     * @return the ends up to which it has read
     * @throws KafkaFailure after 10 seconds without progress
     */
    public Map<TopicPartition, Long> readToEnd(java.util.function.Consumer<ConsumerRecord<String, byte[]>> reader) {
        Map<TopicPartition, Long> ends =
                offsets(admin, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        for (TopicPartition partition : partitions) {
            if (consumer.position(partition) > ends.get(partition)) {
                throw new KafkaException(partition + " ends at " + ends.get(partition)
                        + ", before what was read of it: it was truncated or replaced");
            }
        }
        long progress = -1;
        long deadline = 0;
        Optional<TopicPartition> behind = behind(ends);
        while (behind.isPresent()) {
            long position = partitions.stream().mapToLong(consumer::position).sum();
            if (position != progress) {
                progress = position;
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                TopicPartition held = behind.get();
                throw OpenTransactions.failureOf(admin, held, consumer.position(held), ends.get(held));
            }
            consumer.poll(POLL).forEach(reader);
            behind = behind(ends);
        }
        return ends;
    }

    /**
     * Reads until something is found that was committed before this call. If it is never found, this is {@link
     * #readToEnd}; if it is, the broker is not asked for the end.
     */
    void readUntil(BooleanSupplier found, java.util.function.Consumer<ConsumerRecord<String, byte[]>> reader) {
        while (!found.getAsBoolean()) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            if (records.isEmpty()) {
                readToEnd(reader);
                return;
            }
            records.forEach(reader);
        }
    }

    /** Reads the records that are there, without waiting for more. */
    void readOn(java.util.function.Consumer<ConsumerRecord<String, byte[]>> reader) {
        for (var records = consumer.poll(POLL); !records.isEmpty(); records = consumer.poll(POLL)) {
            records.forEach(reader);
        }
    }

    /** Ends a read that another thread waits in, by a {@link org.apache.kafka.common.errors.WakeupException}. */
    void wakeUp() {
        consumer.wakeup();
    }

    private Optional<TopicPartition> behind(Map<TopicPartition, Long> ends) {
        return partitions.stream()
                .filter(partition -> consumer.position(partition) < ends.get(partition))
                .findAny();
    }

    /** Returns where these partitions begin, or end for a reader of such isolation. */
    public static Map<TopicPartition, Long> offsets(
            Admin admin, Set<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
        return get(admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, found -> found.getValue().offset()));
    }

    /** The partitions of topics that are all there. */
    public static Set<TopicPartition> partitions(Admin admin, Collection<String> topics) {
        return get(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toSet());
    }

    /** The result of an Admin call; its failure as the Kafka exception that it is. */
    public static <T> T get(KafkaFuture<T> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
