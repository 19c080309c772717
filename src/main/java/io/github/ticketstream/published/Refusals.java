package io.github.ticketstream.published;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.MismatchedEndpointTypeException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedEndpointTypeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What brokers refuse for good: which setting it is, on which side, and which value is taken. */
final class Refusals {
    private static final String NO_BROKER = "let camel.component.kafka.brokers name brokers, not controllers";

    private static final Refusal TIME_OUT = new Refusal(
            InvalidTxnTimeoutException.class,
            "the time-out of our transactions is above what the brokers allow",
            "set transaction.max.timeout.ms of the brokers to 10000 at least (900000 is their default), and leave"
                    + " transaction.timeout.ms under camel.component.kafka at our 10000");

    /** The first one that fits counts: some types extend others. */
    private static final List<Refusal> ALL = List.of(
            TIME_OUT,
            new Refusal(
                    RecordTooLargeException.class,
                    "a record is too large for Kafka",
                    "raise what the message names: max.message.bytes of the topic, camel.component.kafka.max-request-size"
                            + " (1048576 by default) or camel.component.kafka.buffer-memory-size (33554432)"),
            new Refusal(
                    PolicyViolationException.class,
                    "a policy of the cluster refuses it",
                    "ask who runs the cluster; topics that were made by hand are taken as they are, with"
                            + " tickets.topics.create=false"),
            new Refusal(
                    UnsupportedVersionException.class,
                    "the brokers are too old, or no brokers",
                    "update them: Kafka's clients speak to 2.1 and newer; and " + NO_BROKER),
            new Refusal(MismatchedEndpointTypeException.class, "no broker answers", NO_BROKER),
            new Refusal(UnsupportedEndpointTypeException.class, "no broker answers", NO_BROKER),
            new Refusal(
                    ClusterAuthorizationException.class,
                    "Kafka denies access to the cluster",
                    "grant our principal CREATE on the topics, or create them and set tickets.topics.create=false; brokers"
                            + " older than 2.8 want IDEMPOTENT_WRITE on the cluster as well"),
            new Refusal(
                    GroupMaxSizeReachedException.class,
                    "the group of the replicas is full",
                    "raise group.max.size of the brokers, or run fewer replicas"),
            new Refusal(
                    InvalidGroupIdException.class,
                    "the brokers do not take the name of the replicas' group",
                    "give tickets.transactional-id another value, such as tuya-ticket-stream"),
            new Refusal(
                    UnsupportedCompressionTypeException.class,
                    "the brokers do not take our compression",
                    "set camel.component.kafka.compression-codec=none"),
            new Refusal(
                    InvalidRecordException.class,
                    "the broker does not take a record of ours",
                    "look what the topic's settings, or an extension of the broker, demand of records; the broker's log says it"),
            new Refusal(
                    InvalidConfigurationException.class,
                    "the brokers refuse a setting",
                    "change what the message names, or create the topics by hand and set tickets.topics.create=false"));

    private Refusals() {}

    private record Refusal(Class<? extends KafkaException> type, String problem, String remedy) {
        /** A producer tells some of what the broker has said in words alone. */
        boolean fits(KafkaException root, String what) {
            return type.isInstance(root) || (equals(TIME_OUT) && what.contains("transaction.max.timeout.ms"));
        }
    }

    /** Empty if it may pass. */
    static Optional<KafkaFailure> of(KafkaException root, String what) {
        return ALL.stream()
                .filter(refusal -> refusal.fits(root, what))
                .findFirst()
                .map(refusal -> KafkaFailure.forOperator(refusal.problem + " (" + what + ")", refusal.remedy));
    }
}
