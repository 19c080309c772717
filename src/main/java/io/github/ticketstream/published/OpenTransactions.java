package io.github.ticketstream.published;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/** Who holds back the readers of what was committed, and how to end it. */
public final class OpenTransactions {
    private OpenTransactions() {}

    /**
     * Producers with an open transaction on this partition; none if we may not know.
     *
     * @throws RetriableException if Kafka does not answer
     */
    public static List<ProducerState> on(Admin admin, TopicPartition partition) {
        try {
            return TopicReader.get(admin.describeProducers(List.of(partition)).partitionResult(partition))
                    .activeProducers()
                    .stream()
                    .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                    .toList();
        } catch (RetriableException e) {
            // Kafka itself is away: that is what the operator has to know.
            throw e;
        } catch (KafkaException e) {
            // Only a help for the operator: without it the message is less exact.
            return List.of();
        }
    }

    /**
     * The failure to report when a partition can be read only to a position before its end.
     *
     * @param position the next offset that can't be read
     */
    public static KafkaFailure holdBack(Admin admin, TopicPartition partition, long position, long end) {
        List<ProducerState> open = on(admin, partition);
        String hanging = open.stream()
                .map(producer -> "the transaction of producer id " + producer.producerId() + " (epoch "
                        + producer.producerEpoch() + "), open since offset " + startOffset(producer))
                .collect(Collectors.joining(" and "));
        String startOffset = open.size() == 1 ? Long.toString(startOffset(open.get(0))) : "<offset>";
        return KafkaFailure.passing(
                partition + " can be read only to offset " + position + " of " + end + ": "
                        + (hanging.isEmpty() ? "its partition makes no progress" : "held back by " + hanging),
                "wait for its transaction.timeout.ms, or end it with kafka-transactions.sh abort --topic "
                        + partition.topic() + " --partition " + partition.partition() + " --start-offset "
                        + startOffset);
    }

    private static long startOffset(ProducerState producer) {
        return producer.currentTransactionStartOffset().orElse(-1);
    }
}
