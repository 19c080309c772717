package io.github.ticketstream.published;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/** Why Kafka could not be used, told by the type of its exception, and what the operator can do about it. */
public final class KafkaFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String WAIT =
            "nothing to do unless it lasts; then check the brokers, camel.component.kafka.brokers and camel.component.kafka.security-protocol";
    private static final String CHECK_SECURITY = "check the security settings under camel.component.kafka";

    private final String remedy;
    private final boolean forOperator;

    private KafkaFailure(String problem, String remedy, boolean forOperator, Throwable cause) {
        super(problem, cause);
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
    static KafkaFailure ofSettings(KafkaException e) {
        return new KafkaFailure(
                "the settings for Kafka are not usable (" + RefusedSettings.told(e) + ")",
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
        }
        return null;
    }

    private static KafkaFailure of(KafkaException e) {
        Throwable root = e;
        while (root.getCause() instanceof KafkaException deeper) {
            root = deeper;
        }
        String told = root.getClass().getSimpleName() + ": " + root.getMessage();
        if (root instanceof ConfigException) {
            return ofSettings(e);
        }
        if (root instanceof TopicAuthorizationException topics) {
            return new KafkaFailure(
                    topics.unauthorizedTopics().isEmpty()
                            ? "Kafka denies access to a topic (" + told + ")"
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
                    "Kafka refuses the session time-out of the standby (" + told + ")",
                    "set camel.component.kafka.session-timeout-ms between group.min.session.timeout.ms and"
                            + " group.max.session.timeout.ms of the brokers",
                    true,
                    e);
        }
        if (root instanceof AuthorizationException) {
            return new KafkaFailure(
                    "Kafka denies access (" + told + ")", "grant our principal the right that is named", true, e);
        }
        if (root instanceof SslAuthenticationException) {
            String why = root.getCause() == null
                    ? told
                    : told + ": " + root.getCause().getMessage();
            return new KafkaFailure("no TLS connection to Kafka (" + why + ")", CHECK_SECURITY, true, e);
        }
        if (root instanceof AuthenticationException) {
            return new KafkaFailure("Kafka refuses our credentials (" + told + ")", CHECK_SECURITY, true, e);
        }
        if (root instanceof ProducerFencedException || root instanceof InvalidProducerEpochException) {
            return new KafkaFailure(
                    "another process has taken over our transactional id (" + told + ")",
                    "run one process per tickets.transactional-id, or give each its own",
                    false,
                    e);
        }
        String problem = root instanceof RetriableException ? "Kafka does not answer as it should" : "Kafka failed";
        return new KafkaFailure(problem + " (" + told + ")", WAIT, false, e);
    }

    public String remedy() {
        return remedy;
    }

    /** Whether it lasts until someone changes something. */
    public boolean needsOperator() {
        return forOperator;
    }
}
