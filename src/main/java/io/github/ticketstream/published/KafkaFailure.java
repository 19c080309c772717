package io.github.ticketstream.published;

import io.github.ticketstream.process.Printable;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;

/** Why Kafka could not be used, by the type of its exception, and what the operator can do about it. */
public final class KafkaFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String WAIT =
            "nothing to do unless it lasts; then check the brokers, camel.component.kafka.brokers and camel.component.kafka.security-protocol";
    private static final String SLOW = WAIT
            + "; with the brokers up, a client quota (producer_byte_rate) or a slow link: the next transaction is smaller";
    private static final String IF_IT_LASTS =
            "; if the brokers are up, a topic's min.insync.replicas, or transaction.state.log.min.isr, is likely to be above the replicas that are in sync";
    private static final String NO_COORDINATOR =
            "bring brokers back; with all of them up, transaction.state.log.replication.factor or"
                    + " transaction.state.log.min.isr of the brokers is above their number: for a single broker set both to 1"
                    + " and start it again";
    private static final String DISK = "look at the brokers' disks and their logs";
    private static final String CHECK_SECURITY = "check the security settings under camel.component.kafka";

    private final String remedy;
    private final boolean forOperator;

    private KafkaFailure(String problem, String remedy, boolean forOperator, Throwable cause) {
        super(Printable.of(problem), cause);
        this.remedy = remedy;
        this.forOperator = forOperator;
    }

    /** Something that someone must change; until then every attempt fails. */
    static KafkaFailure forOperator(String problem, String remedy) {
        return new KafkaFailure(problem, remedy, true, null);
    }

    /** Something that passes. */
    static KafkaFailure passing(String problem, String remedy) {
        return new KafkaFailure(problem, remedy, false, null);
    }

    /** Of a client that could not even be made: no Kafka was asked. */
    static KafkaFailure ofSettings(KafkaException e, Supplier<String> brokers) {
        if (RefusedSettings.isUnknownHost(e)) {
            return new KafkaFailure(
                    "Kafka is away: the name of no broker is known at " + brokers.get(), startIt(), false, e);
        }
        return ofSettings(e);
    }

    /** The first that is asked of Kafka has no answer: nothing shows that it is there. */
    public static KafkaFailure ofSilence(KafkaException e, String brokers) {
        return new KafkaFailure("Kafka does not answer at " + brokers, startIt(), false, e);
    }

    private static String startIt() {
        return "start it, or set CAMEL_COMPONENT_KAFKA_BROKERS (camel.component.kafka.brokers) to its address; if it runs"
                + " there and wants TLS or a login, camel.component.kafka.security-protocol as well";
    }

    private static KafkaFailure ofSettings(KafkaException e) {
        return new KafkaFailure(
                "the settings for Kafka are not usable (" + RefusedSettings.describe(e) + ")",
                "check the settings under camel.component.kafka",
                true,
                e);
    }

    /** The failure behind an exception, or null if Kafka has no part in it. */
    public static KafkaFailure of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof KafkaFailure known) {
                return known;
            }
            if (cause instanceof KafkaException kafka) {
                return of(kafka);
            }
            if (cause instanceof LinkageError library) {
                return ofLibrary(library);
            }
        }
        return null;
    }

    /** Of zstd and snappy, a library is unpacked and loaded when the first compressed record is met. */
    private static KafkaFailure ofLibrary(LinkageError e) {
        return new KafkaFailure(
                "a compressed topic can't be read: the library for it can't be loaded ("
                        + Printable.withoutSecrets(String.valueOf(e.getMessage())) + ")",
                "let java.io.tmpdir be a directory from which libraries may be loaded, not one that is mounted noexec",
                true,
                e);
    }

    private static KafkaException rootOf(KafkaException e) {
        KafkaException root = e;
        while (root.getCause() instanceof KafkaException deeper) {
            root = deeper;
        }
        return root;
    }

    private static KafkaFailure of(KafkaException e) {
        KafkaException root = rootOf(e);
        String what = root.getClass().getSimpleName() + ": " + root.getMessage();
        if (root instanceof ConfigException) {
            return ofSettings(e);
        }
        if (root instanceof TopicAuthorizationException topics) {
            return new KafkaFailure(
                    topics.unauthorizedTopics().isEmpty()
                            ? "Kafka denies access to a topic (" + what + ")"
                            : "Kafka denies access to topic " + String.join(", ", topics.unauthorizedTopics()),
                    "grant our principal WRITE and DESCRIBE on it (state and sweep topic: READ as well; CREATE, if it shall be created)",
                    true,
                    e);
        }
        if (root instanceof TransactionalIdAuthorizationException) {
            return new KafkaFailure(
                    "Kafka denies the use of the transactional id",
                    "grant our principal WRITE and DESCRIBE on tickets.transactional-id",
                    true,
                    e);
        }
        if (root instanceof GroupAuthorizationException group) {
            return new KafkaFailure(
                    "Kafka denies access to group " + group.groupId(), "grant our principal READ on it", true, e);
        }
        if (root instanceof InvalidSessionTimeoutException) {
            return new KafkaFailure(
                    "Kafka refuses the session time-out of the standby (" + what + ")",
                    "set camel.component.kafka.session-timeout-ms between group.min.session.timeout.ms (6000 by default) and"
                            + " group.max.session.timeout.ms (1800000) of the brokers",
                    true,
                    e);
        }
        if (root instanceof AuthorizationException && !(root instanceof ClusterAuthorizationException)) {
            return new KafkaFailure(
                    "Kafka denies access (" + what + ")", "grant our principal the right that is named", true, e);
        }
        if (root instanceof SslAuthenticationException) {
            String why = root.getCause() == null
                    ? what
                    : what + ": " + root.getCause().getMessage();
            return new KafkaFailure("no TLS connection to Kafka (" + why + ")", CHECK_SECURITY, true, e);
        }
        if (root instanceof AuthenticationException) {
            return new KafkaFailure("Kafka refuses our credentials (" + what + ")", CHECK_SECURITY, true, e);
        }
        if (root instanceof ProducerFencedException || root instanceof InvalidProducerEpochException) {
            return new KafkaFailure(
                    "another process has taken over our transactional id (" + what + ")",
                    "run one process per tickets.transactional-id, or give each an id and topics of its own",
                    false,
                    e);
        }
        if (root instanceof InconsistentGroupProtocolException || root instanceof FencedInstanceIdException) {
            return new KafkaFailure(
                    "another kind of consumer is in the group that is named like our tickets.transactional-id (" + what
                            + ")",
                    "end that consumer, or give tickets.transactional-id a name that no other consumer group has",
                    true,
                    e);
        }
        if (root instanceof InvalidTimestampException) {
            return new KafkaFailure(
                    "the broker does not take the time of our records: this machine's clock is ahead of the broker's ("
                            + what + ")",
                    "set this machine's clock, for instance by NTP",
                    true,
                    e);
        }
        if (root instanceof WakeupException) {
            return passing(
                    "this machine's clock was set: Kafka's clients go by it, and are made anew", "nothing to do");
        }
        return Refusals.of(root, what).orElseGet(() -> ofOthers(root, what, e));
    }

    /** What passes, as far as its type tells. */
    private static KafkaFailure ofOthers(KafkaException root, String what, KafkaException e) {
        String problem = root instanceof RetriableException ? "Kafka does not answer as it should" : "Kafka failed";
        String remedy = WAIT;
        if (root instanceof TimeoutException) {
            remedy = what.contains("InitProducerId") ? NO_COORDINATOR : SLOW;
        } else if (root instanceof KafkaStorageException) {
            remedy = DISK;
        } else if (root instanceof ThrottlingQuotaExceededException) {
            remedy = "nothing to do: a quota of the cluster (controller_mutation_rate) makes us wait";
        } else if (root instanceof NotEnoughReplicasException
                || root instanceof NotEnoughReplicasAfterAppendException) {
            remedy = WAIT + IF_IT_LASTS;
        }
        return new KafkaFailure(problem + " (" + what + ")", remedy, false, e);
    }

    public String remedy() {
        return remedy;
    }

    /** The same once it has lasted: what then is the likely cause. */
    public String remedyIfItLasts() {
        return forOperator || !remedy.startsWith(WAIT) || remedy.endsWith(IF_IT_LASTS) ? remedy : remedy + IF_IT_LASTS;
    }

    /** Whether it lasts until someone changes something. */
    public boolean needsOperator() {
        return forOperator;
    }
}
