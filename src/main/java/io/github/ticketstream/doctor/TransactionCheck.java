package io.github.ticketstream.doctor;

import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.published.OpenTransactions;
import io.github.ticketstream.published.TopicReader;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Whether all that is on the topics can be read with {@code read_committed}: a hanging transaction hides what is behind it. */
final class TransactionCheck {
    static final String NAME = "open transactions";
    /** A transaction of a running program is over long before. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long BETWEEN_LOOKS_NANOS = 200_000_000;

    private final Admin admin;
    private final String transactionalId;

    TransactionCheck(Admin admin, String transactionalId) {
        this.admin = admin;
        this.transactionalId = transactionalId;
    }

    /** @param topics that are there */
    CheckResult run(Collection<String> topics) {
        Set<TopicPartition> partitions = partitions(topics);
        Map<TopicPartition, Long> ends = offsets(partitions, IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> stable = Map.of();
        Set<TopicPartition> behind = partitions;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!behind.isEmpty()) {
            if (System.nanoTime() > deadline) {
                return held(behind.iterator().next(), stable, ends);
            }
            if (!stable.isEmpty()) {
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            }
            stable = offsets(behind, IsolationLevel.READ_COMMITTED);
            Set<TopicPartition> stillBehind = new HashSet<>();
            for (TopicPartition partition : behind) {
                if (stable.get(partition) < ends.get(partition)) {
                    stillBehind.add(partition);
                }
            }
            behind = stillBehind;
        }
        return CheckResult.ok(NAME, "none that lasts: " + partitions.size() + " partitions can be read to their ends");
    }

    private CheckResult held(
            TopicPartition partition, Map<TopicPartition, Long> stable, Map<TopicPartition, Long> ends) {
        KafkaFailure failure = OpenTransactions.holdBack(admin, partition, stable.get(partition), ends.get(partition));
        OptionalLong ourProducer = ourProducer();
        boolean ours = OpenTransactions.on(admin, partition).stream()
                .anyMatch(producer -> ourProducer.isPresent() && producer.producerId() == ourProducer.getAsLong());
        return ours
                ? CheckResult.warn(
                        NAME,
                        failure.getMessage() + ", which is that of our own transactional id",
                        "if the program is not running, start it: it ends the transaction of its predecessor")
                : CheckResult.fail(NAME, failure.getMessage(), failure.remedy());
    }

    private OptionalLong ourProducer() {
        try {
            return OptionalLong.of(TopicReader.get(
                            admin.describeTransactions(List.of(transactionalId)).description(transactionalId))
                    .producerId());
        } catch (KafkaException e) {
            // Not known, or not to us.
            return OptionalLong.empty();
        }
    }

    private Set<TopicPartition> partitions(Collection<String> topics) {
        return TopicReader.get(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toSet());
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        TopicReader.get(admin.listOffsets(latest, new ListOffsetsOptions(isolation))
                        .all())
                .forEach((partition, end) -> offsets.put(partition, end.offset()));
        return offsets;
    }
}
