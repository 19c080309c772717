package io.github.ticketstream.published;

import io.github.ticketstream.process.Printable;
import io.github.ticketstream.settings.OthersSettings;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.MismatchedEndpointTypeException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
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
    /** What follows can be a password in the wrong place. */
    private static final String NO_MODULE = "No LoginModule found for ";
    /** Kafka's client quotes the token endpoint's reply behind it, with a token under a name that it does not know. */
    private static final String QUOTED_REPLY = ". Response: (";

    /** The table of failures. The first row that fits counts, because some types extend others. */
    private static final List<Row> TABLE = List.of(
            // The libraries for zstd and snappy are unpacked and loaded at the first compressed record.
            lasts(
                    is(LinkageError.class),
                    "a compressed record can't be read or written: the library for it can't be loaded",
                    "set java.io.tmpdir to a directory that is not mounted noexec"),
            lasts(
                    is(AuthorizationException.class),
                    "Kafka denies access",
                    "grant the principal what it lacks: WRITE and DESCRIBE on the topics and on tickets.transactional-id; READ"
                            + " on state and sweep topic, and on the standby's group; CREATE on topics that are missing, unless"
                            + " tickets.topics.create=false"),
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
                    is(
                            InconsistentGroupProtocolException.class,
                            FencedInstanceIdException.class,
                            GroupMaxSizeReachedException.class,
                            InvalidGroupIdException.class),
                    "the replicas' group, which is named like our tickets.transactional-id, does not take us in",
                    "give tickets.transactional-id a name that no other consumer group has, such as tuya-ticket-stream, or end"
                            + " the other consumers; if the group is full, raise group.max.size of the brokers"),
            lasts(
                    is(InvalidTimestampException.class),
                    "the broker does not take the time of our records: this machine's clock is ahead of the broker's",
                    "set this machine's clock, for instance by NTP"),
            passes(
                    is(WakeupException.class),
                    "this machine's clock was set: Kafka's clients go by it, and are recreated",
                    "nothing to do"),
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
                    is(
                            UnsupportedVersionException.class,
                            MismatchedEndpointTypeException.class,
                            UnsupportedEndpointTypeException.class),
                    "the brokers are too old, or no brokers",
                    "update them: Kafka's clients speak to 2.1 and newer; and let camel.component.kafka.brokers name brokers,"
                            + " not controllers"),
            lasts(
                    is(
                            PolicyViolationException.class,
                            InvalidConfigurationException.class,
                            InvalidRecordException.class,
                            UnsupportedCompressionTypeException.class),
                    "the brokers refuse a topic, a setting or a record",
                    "change what the message or the broker's log names; topics that were made by hand are taken as they are, with"
                            + " tickets.topics.create=false; camel.component.kafka.compression-codec=none compresses nothing"),
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
            passes(is(RetriableException.class), SILENT, WAIT),
            passes(is(KafkaException.class), "Kafka failed", WAIT));

    private final String remedy;
    private final boolean lasts;

    private KafkaFailure(String problem, String remedy, boolean lasts, Throwable cause) {
        super(Printable.of(problem), cause);
        this.remedy = remedy;
        this.lasts = lasts;
    }

    private record Row(Predicate<Throwable> fits, String problem, String remedy, boolean lasts) {
        KafkaFailure of(Throwable root) {
            return new KafkaFailure(problem + " (" + inItsWords(root) + ")", remedy, lasts, root);
        }
    }

    /** A failure that lasts until someone changes something. */
    private static Row lasts(Predicate<Throwable> fits, String problem, String remedy) {
        return new Row(fits, problem, remedy, true);
    }

    private static Row passes(Predicate<Throwable> fits, String problem, String remedy) {
        return new Row(fits, problem, remedy, false);
    }

    private static Predicate<Throwable> is(Class<?>... types) {
        return root -> Arrays.stream(types).anyMatch(type -> type.isInstance(root));
    }

    private static Predicate<Throwable> says(String words) {
        return root -> inItsWords(root).contains(words);
    }

    private static String inItsWords(Throwable root) {
        String words = root.getClass().getSimpleName() + ": " + root.getMessage();
        return root instanceof SslAuthenticationException && root.getCause() != null
                ? words + ": " + root.getCause().getMessage()
                : words;
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
        Throwable root = rootOf(e);
        // The brokers' names do not resolve: a stopped container has none.
        if (String.valueOf(root.getMessage()).contains("No resolvable bootstrap")) {
            return new KafkaFailure(
                    "Kafka is unreachable: the name of no broker is known at " + brokers, START_IT, false, e);
        }
        Throwable cause = root.getCause();
        boolean isRefusedLogin = cause instanceof LoginException
                && cause.getMessage() != null
                && !cause.getMessage().startsWith(NO_MODULE);
        return isRefusedLogin || root instanceof LinkageError
                ? ofLogin(isRefusedLogin ? cause : root)
                : ofRefusedSetting(root);
    }

    /** The failure of a login before it reached a broker: the token endpoint gave no token, or foreign code failed. */
    private static KafkaFailure ofLogin(Throwable thrown) {
        // The JVM puts the whole stack trace into the message.
        String line = thrown.toString().lines().findFirst().orElse("");
        String words = line.split(Pattern.quote(QUOTED_REPLY), 2)[0].replaceFirst(".*\\b(?=\\w+Exception: )", "");
        return passing(
                "the login to Kafka failed (" + Printable.withoutSecrets(words) + ")",
                "check the sasl- and oauth- settings under camel.component.kafka, the way to the token endpoint, and whether"
                        + " this JVM trusts its certificate (javax.net.ssl.trustStore); if a class is missing, "
                        + OthersSettings.ADD_JAR);
    }

    /** Describes a refused setting without the secrets that a client's own words may quote. */
    private static KafkaFailure ofRefusedSetting(Throwable root) {
        Throwable cause = root.getCause();
        // Kafka's message quotes the part of a JAAS configuration that it does not understand: after a wrong quotation
        // mark, a part of the password.
        String words = cause instanceof LoginException || String.valueOf(cause).contains("JAAS")
                ? "sasl.jaas.config is missing, can't be used or names a class that is missing; it must read"
                        + " <login module> required <options>;"
                : OthersSettings.withoutSecret(root.getMessage() + (cause == null ? "" : ": " + cause.getMessage()));
        return forOperator(
                "the settings for Kafka are not usable (" + words + ")",
                "check the settings under camel.component.kafka; if a class is missing, " + OthersSettings.ADD_JAR);
    }

    /** The failure of the first request to Kafka, when nothing has answered yet. */
    public static KafkaFailure ofSilence(KafkaException e, String brokers) {
        return new KafkaFailure("Kafka does not answer at " + brokers, START_IT, false, e);
    }

    /** Returns the failure behind an exception; null if Kafka has no part in it. */
    public static KafkaFailure of(Throwable thrown) {
        Throwable root = rootOf(thrown);
        if (root instanceof ConfigException) {
            return ofRefusedSetting(root);
        }
        return root == null || root instanceof KafkaFailure
                ? (KafkaFailure) root
                : TABLE.stream()
                        .filter(row -> row.fits.test(root))
                        .findFirst()
                        .orElseThrow()
                        .of(root);
    }

    /** Returns a failure that is already known, or else Kafka's own exception that is deepest; null if there is none. */
    private static Throwable rootOf(Throwable thrown) {
        Throwable root = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof KafkaFailure) {
                return cause;
            }
            root = cause instanceof KafkaException || cause instanceof LinkageError ? cause : root;
        }
        return root;
    }

    public String remedy() {
        return remedy;
    }

    /** Returns the remedy for a failure that lasts: for the cause that is likely then. */
    public String remedyIfItLasts() {
        return remedy.startsWith(WAIT) ? remedy + IF_IT_LASTS : remedy;
    }

    /** Returns whether every attempt fails until someone changes something. */
    public boolean needsOperator() {
        return lasts;
    }
}
