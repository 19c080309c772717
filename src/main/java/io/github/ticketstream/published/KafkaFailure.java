package io.github.ticketstream.published;

import io.github.ticketstream.process.Printable;
import io.github.ticketstream.settings.OthersSettings;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.MismatchedEndpointTypeException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedEndpointTypeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Why Kafka could not be used, and what the operator can do about it. {@link #TABLE} has it for each type of exception: the
 * problem, its remedy, and whether it lasts until someone acts.
 */
public final class KafkaFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String WAIT =
            "nothing to do unless it lasts; then check the brokers, camel.component.kafka.brokers and camel.component.kafka.security-protocol";
    private static final String IF_IT_LASTS =
            "; if the brokers are up, a topic's min.insync.replicas, or transaction.state.log.min.isr, is likely to be above the replicas that are in sync";
    private static final String SILENT = "Kafka does not answer as it should";
    private static final String START_IT =
            "start it, or set CAMEL_COMPONENT_KAFKA_BROKERS (camel.component.kafka.brokers) to its address; if it runs"
                    + " there and wants TLS or a login, camel.component.kafka.security-protocol as well";
    private static final String CHECK_SECURITY = "check the security settings under camel.component.kafka";
    private static final String NO_BROKER = "let camel.component.kafka.brokers name brokers, not controllers";

    private static final Row UNUSABLE_SETTINGS = lasts(
            is(ConfigException.class),
            root -> "the settings for Kafka are not usable (" + refusedSetting(root) + ")",
            "check the settings under camel.component.kafka");

    /** The table of failures. The first row that fits counts, because some types extend others. */
    private static final List<Row> TABLE = List.of(
            UNUSABLE_SETTINGS,
            lasts(
                    is(TopicAuthorizationException.class),
                    KafkaFailure::deniedTopics,
                    "grant the principal WRITE and DESCRIBE on it (state and sweep topic: READ as well; CREATE, if it shall be created)"),
            lasts(
                    is(TransactionalIdAuthorizationException.class),
                    root -> "Kafka denies the use of the transactional id",
                    "grant the principal WRITE and DESCRIBE on tickets.transactional-id"),
            lasts(
                    is(GroupAuthorizationException.class),
                    root -> "Kafka denies access to group " + ((GroupAuthorizationException) root).groupId(),
                    "grant the principal READ on it"),
            lasts(
                    is(ClusterAuthorizationException.class),
                    "Kafka denies access to the cluster",
                    "grant the principal CREATE on the topics, or create them and set tickets.topics.create=false; brokers"
                            + " older than 2.8 want IDEMPOTENT_WRITE on the cluster as well"),
            lasts(
                    is(AuthorizationException.class),
                    "Kafka denies access",
                    "grant the principal the right that is named"),
            lasts(is(SslAuthenticationException.class), "no TLS connection to Kafka", CHECK_SECURITY),
            lasts(is(AuthenticationException.class), "Kafka refuses our credentials", CHECK_SECURITY),
            passes(
                    is(ProducerFencedException.class, InvalidProducerEpochException.class),
                    "another process has taken over our transactional id",
                    "run one process per tickets.transactional-id, or give each an id and topics of its own"),
            lasts(
                    is(InvalidSessionTimeoutException.class),
                    "Kafka refuses the session time-out of the standby",
                    "set camel.component.kafka.session-timeout-ms between group.min.session.timeout.ms (6000 by default) and"
                            + " group.max.session.timeout.ms (1800000) of the brokers"),
            lasts(
                    is(InconsistentGroupProtocolException.class, FencedInstanceIdException.class),
                    "another kind of consumer is in the group that is named like our tickets.transactional-id",
                    "end that consumer, or give tickets.transactional-id a name that no other consumer group has"),
            lasts(
                    is(GroupMaxSizeReachedException.class),
                    "the group of the replicas is full",
                    "raise group.max.size of the brokers, or run fewer replicas"),
            lasts(
                    is(InvalidGroupIdException.class),
                    "the brokers do not take the name of the replicas' group",
                    "give tickets.transactional-id another value, such as tuya-ticket-stream"),
            lasts(
                    is(InvalidTimestampException.class),
                    "the broker does not take the time of our records: this machine's clock is ahead of the broker's",
                    "set this machine's clock, for instance by NTP"),
            new Row(
                    is(WakeupException.class),
                    root -> "this machine's clock was set: Kafka's clients go by it, and are recreated",
                    "nothing to do",
                    false),
            // A producer passes some of the broker's errors on as text only.
            lasts(
                    is(InvalidTxnTimeoutException.class).or(says("transaction.max.timeout.ms")),
                    "the time-out of our transactions is above what the brokers allow",
                    "set transaction.max.timeout.ms of the brokers to 10000 at least (900000 is their default), and leave"
                            + " transaction.timeout.ms under camel.component.kafka at our 10000"),
            lasts(
                    is(RecordTooLargeException.class),
                    "a record is too large for Kafka",
                    "raise what the message names: max.message.bytes of the topic, camel.component.kafka.max-request-size"
                            + " (1048576 by default) or camel.component.kafka.buffer-memory-size (33554432)"),
            lasts(
                    is(PolicyViolationException.class),
                    "a policy of the cluster refuses it",
                    "ask who runs the cluster; topics that were made by hand are taken as they are, with"
                            + " tickets.topics.create=false"),
            lasts(
                    is(UnsupportedVersionException.class),
                    "the brokers are too old, or no brokers",
                    "update them: Kafka's clients speak to 2.1 and newer; and " + NO_BROKER),
            lasts(
                    is(MismatchedEndpointTypeException.class, UnsupportedEndpointTypeException.class),
                    "no broker answers",
                    NO_BROKER),
            lasts(
                    is(UnsupportedCompressionTypeException.class),
                    "the brokers do not take our compression",
                    "set camel.component.kafka.compression-codec=none"),
            lasts(
                    is(InvalidRecordException.class),
                    "the broker does not take a record of ours",
                    "look what the topic's settings, or an extension of the broker, demand of records; the broker's log says it"),
            lasts(
                    is(InvalidConfigurationException.class),
                    "the brokers refuse a setting",
                    "change what the message names, or create the topics by hand and set tickets.topics.create=false"),
            passes(
                    is(TimeoutException.class).and(says("InitProducerId")),
                    SILENT,
                    "bring brokers back; with all of them up, transaction.state.log.replication.factor or"
                            + " transaction.state.log.min.isr of the brokers is above their number: for a single broker set both to 1"
                            + " and start it again"),
            passes(
                    is(TimeoutException.class),
                    SILENT,
                    WAIT
                            + "; with the brokers up, a client quota (producer_byte_rate) or a slow link: the next transaction is smaller"),
            passes(is(KafkaStorageException.class), SILENT, "look at the brokers' disks and their logs"),
            passes(
                    is(ThrottlingQuotaExceededException.class),
                    SILENT,
                    "nothing to do: a quota of the cluster (controller_mutation_rate) makes us wait"),
            passes(
                    is(NotEnoughReplicasException.class, NotEnoughReplicasAfterAppendException.class),
                    SILENT,
                    WAIT + IF_IT_LASTS),
            passes(is(RetriableException.class), SILENT, WAIT),
            passes(is(KafkaException.class), "Kafka failed", WAIT));

    private final String remedy;
    private final boolean lasts;

    private KafkaFailure(String problem, String remedy, boolean lasts, Throwable cause) {
        super(Printable.of(problem), cause);
        this.remedy = remedy;
        this.lasts = lasts;
    }

    private record Row(
            Predicate<KafkaException> fits, Function<KafkaException, String> problem, String remedy, boolean lasts) {
        KafkaFailure of(KafkaException thrown) {
            return new KafkaFailure(problem.apply(rootOf(thrown)), remedy, lasts, thrown);
        }
    }

    /** A failure that lasts until someone changes something. */
    private static Row lasts(Predicate<KafkaException> fits, Function<KafkaException, String> problem, String remedy) {
        return new Row(fits, problem, remedy, true);
    }

    private static Row lasts(Predicate<KafkaException> fits, String problem, String remedy) {
        return lasts(fits, root -> problem + " (" + inItsWords(root) + ")", remedy);
    }

    private static Row passes(Predicate<KafkaException> fits, String problem, String remedy) {
        return new Row(fits, root -> problem + " (" + inItsWords(root) + ")", remedy, false);
    }

    private static Predicate<KafkaException> is(Class<?>... types) {
        return root -> Arrays.stream(types).anyMatch(type -> type.isInstance(root));
    }

    private static Predicate<KafkaException> says(String words) {
        return root -> inItsWords(root).contains(words);
    }

    private static String inItsWords(KafkaException root) {
        String words = root.getClass().getSimpleName() + ": " + root.getMessage();
        return root instanceof SslAuthenticationException && root.getCause() != null
                ? words + ": " + root.getCause().getMessage()
                : words;
    }

    private static String deniedTopics(KafkaException root) {
        String topics = String.join(", ", ((TopicAuthorizationException) root).unauthorizedTopics());
        return "Kafka denies access to "
                + (topics.isEmpty() ? "a topic (" + inItsWords(root) + ")" : "topic " + topics);
    }

    /** Describes a refused setting without the secrets that a client's own words may quote. */
    private static String refusedSetting(KafkaException root) {
        Throwable cause = root.getCause();
        if (cause instanceof LoginException || String.valueOf(cause).contains("JAAS")) {
            // Kafka's message quotes the part it does not understand: after a wrong quotation mark, a part of the
            // password.
            return "sasl.jaas.config is missing or can't be used; it must read <login module> required <options>;";
        }
        return OthersSettings.withoutSecret(root.getMessage() + (cause == null ? "" : ": " + cause.getMessage()));
    }

    private static KafkaException rootOf(KafkaException e) {
        KafkaException root = e;
        while (root.getCause() instanceof KafkaException deeper) {
            root = deeper;
        }
        return root;
    }

    /** Lasts until someone changes something. */
    static KafkaFailure forOperator(String problem, String remedy) {
        return new KafkaFailure(problem, remedy, true, null);
    }

    static KafkaFailure passing(String problem, String remedy) {
        return new KafkaFailure(problem, remedy, false, null);
    }

    /** The failure of a client that could not even be made. */
    static KafkaFailure ofSettings(KafkaException e, String brokers) {
        KafkaFailure login = LoginFailure.of(rootOf(e).getCause());
        if (login != null) {
            return login;
        }
        // The brokers' names do not resolve: a stopped container has none.
        return String.valueOf(rootOf(e).getMessage()).contains("No resolvable bootstrap")
                ? new KafkaFailure(
                        "Kafka is unreachable: the name of no broker is known at " + brokers, START_IT, false, e)
                : UNUSABLE_SETTINGS.of(e);
    }

    /** The failure of the first request to Kafka, when nothing has answered yet. */
    public static KafkaFailure ofSilence(KafkaException e, String brokers) {
        return new KafkaFailure("Kafka does not answer at " + brokers, START_IT, false, e);
    }

    /** Returns the failure behind an exception; null if Kafka has no part in it. */
    public static KafkaFailure of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof KafkaFailure known) {
                return known;
            }
            if (cause instanceof KafkaException kafka) {
                KafkaException root = rootOf(kafka);
                if (root.getCause() instanceof LinkageError library) {
                    return ofLibrary(library);
                }
                return TABLE.stream()
                        .filter(row -> row.fits.test(root))
                        .findFirst()
                        .orElseThrow()
                        .of(kafka);
            }
            if (cause instanceof LinkageError library) {
                return ofLibrary(library);
            }
        }
        return null;
    }

    /** The libraries for zstd and snappy are unpacked and loaded at the first compressed record. */
    private static KafkaFailure ofLibrary(LinkageError e) {
        String words = Printable.withoutSecrets(String.valueOf(e.getMessage()));
        return new KafkaFailure(
                "a compressed record can't be read or written: the library for it can't be loaded (" + words + ")",
                "set java.io.tmpdir to a directory that is not mounted noexec",
                true,
                e);
    }

    public String remedy() {
        return remedy;
    }

    /** Returns the remedy for a failure that lasts: for the cause that is likely then. */
    public String remedyIfItLasts() {
        return lasts || !remedy.startsWith(WAIT) || remedy.endsWith(IF_IT_LASTS) ? remedy : remedy + IF_IT_LASTS;
    }

    /** Returns whether every attempt fails until someone changes something. */
    public boolean needsOperator() {
        return lasts;
    }
}
