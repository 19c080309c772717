package io.github.ticketstream.published;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Finds the transactions that hold back readers of committed records, and describes how to end them. */
public final class OpenTransactions {
    private static final long BETWEEN_LOOKS_NANOS = 200_000_000;

    private OpenTransactions() {}

    /**
     * Waits until these partitions can be read to their present end.
     *
     * @param patience longer than any transaction of a running program
     * @throws KafkaFailure if one is unreadable even then
     */
    public static void requireNone(Admin admin, Set<TopicPartition> partitions, Duration patience) {
        Map<TopicPartition, Long> ends =
                TopicReader.offsets(admin, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Map<TopicPartition, Long> stable =
                    TopicReader.offsets(admin, partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
            Optional<TopicPartition> behind = partitions.stream()
                    .filter(partition -> stable.get(partition) < ends.get(partition))
                    .findFirst();
            if (behind.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                TopicPartition held = behind.get();
                throw failureOf(admin, held, stable.get(held), ends.get(held));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    /** Returns the producer of the first open transaction on this partition, if there is one that we may see. */
    private static Optional<ProducerState> first(Admin admin, TopicPartition partition) {
        try {
            return TopicReader.get(admin.describeProducers(List.of(partition)).partitionResult(partition))
                    .activeProducers()
                    .stream()
                    .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                    .min(Comparator.comparingLong(OpenTransactions::startOffset));
        } catch (AuthorizationException | UnsupportedVersionException e) {
            // Only the message is less exact without it.
            return Optional.empty();
        }
    }

    /** Returns the failure of a partition that can be read only to this position, which is before its end. */
    static KafkaFailure failureOf(Admin admin, TopicPartition partition, long position, long end) {
        Optional<ProducerState> open = first(admin, partition);
        String cause = open.map(producer -> String.format(
                        "held back by the transaction of producer id %s (epoch %s), open since offset %s",
                        producer.producerId(), producer.producerEpoch(), startOffset(producer)))
                .orElse("its partition makes no progress");
        String start =
                open.map(producer -> Long.toString(startOffset(producer))).orElse("<offset>");
        return KafkaFailure.passing(
                partition + " can be read only to offset " + position + " of " + end + ": " + cause,
                String.format(
                        "wait for its transaction.timeout.ms, or end it with kafka-transactions.sh abort --topic %s --partition"
                                + " %s --start-offset %s",
                        partition.topic(), partition.partition(), start));
    }

    private static long startOffset(ProducerState producer) {
        return producer.currentTransactionStartOffset().orElse(-1);
    }
}
