package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.KafkaChecks.attempt;

import io.github.ticketstream.published.TopicReader;
import io.github.ticketstream.settings.TicketSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether the brokers can keep transactions at all, and allow as much time as the program asks for. */
final class BrokerLimits {
    private static final String TRANSACTION_LOG = "transaction log";
    private static final String TIMEOUTS = "time-outs";
    private static final String LOG_TOPIC = "__transaction_state";
    private static final String LOG_REPLICAS = "transaction.state.log.replication.factor";
    private static final String LONGEST_TRANSACTION = "transaction.max.timeout.ms";
    private static final String SHORTEST_SESSION = "group.min.session.timeout.ms";
    private static final String LONGEST_SESSION = "group.max.session.timeout.ms";

    private final Admin admin;
    private final TicketSettings settings;
    private final SafetyCheck safety;
    private final int brokers;
    private final long transactionMillis;

    BrokerLimits(Admin admin, Connections connections, SafetyCheck safety, int brokers) {
        this.admin = admin;
        this.settings = connections.ticketSettings();
        this.transactionMillis = connections.transactionMillis();
        this.safety = safety;
        this.brokers = brokers;
    }

    static List<CheckResult> skipped(String failed) {
        return List.of(CheckResult.skip(TRANSACTION_LOG, failed), CheckResult.skip(TIMEOUTS, failed));
    }

    List<CheckResult> run() {
        return List.of(attempt(TRANSACTION_LOG, this::transactionLog), attempt(TIMEOUTS, this::timeouts));
    }

    private CheckResult transactionLog() {
        try {
            TopicDescription log = TopicReader.get(
                    admin.describeTopics(List.of(LOG_TOPIC)).topicNameValues().get(LOG_TOPIC));
            return safety.judge(TRANSACTION_LOG, log, config(ConfigResource.Type.TOPIC, LOG_TOPIC));
        } catch (UnknownTopicOrPartitionException e) {
            return notMadeYet();
        } catch (AuthorizationException e) {
            return notReadable(TRANSACTION_LOG, "DESCRIBE and DESCRIBE_CONFIGS on topic " + LOG_TOPIC);
        }
    }

    /** With fewer brokers than replicas Kafka can't make it, and no producer ever gets an answer. */
    private CheckResult notMadeYet() {
        try {
            return logToBe(broker(), brokers);
        } catch (AuthorizationException e) {
            return notReadable(TRANSACTION_LOG, "DESCRIBE_CONFIGS on the cluster");
        }
    }

    static CheckResult logToBe(Map<String, String> broker, int brokers) {
        int replicas = Integer.parseInt(broker.get(LOG_REPLICAS));
        String found = LOG_REPLICAS + "=" + replicas + " on " + brokers + (brokers == 1 ? " broker" : " brokers");
        return replicas <= brokers
                ? ok(TRANSACTION_LOG, "made with the first transaction; " + found)
                : fail(
                        TRANSACTION_LOG,
                        found + ": no transaction can begin",
                        "start more brokers, or give them " + LOG_REPLICAS + "=" + brokers
                                + " and transaction.state.log.min.isr=1, and start them again");
    }

    private CheckResult timeouts() {
        try {
            return timeouts(broker(), settings, transactionMillis);
        } catch (AuthorizationException e) {
            return notReadable(TIMEOUTS, "DESCRIBE_CONFIGS on the cluster");
        }
    }

    static CheckResult timeouts(Map<String, String> broker, TicketSettings settings, long transactionMillis) {
        long longest = Long.parseLong(broker.get(LONGEST_TRANSACTION));
        if (longest < transactionMillis) {
            return fail(
                    TIMEOUTS,
                    "the brokers allow a transaction " + longest + " ms, and we ask for " + transactionMillis,
                    "set " + LONGEST_TRANSACTION + " of the brokers to " + transactionMillis + " or more");
        }
        String found = "a transaction may take " + transactionMillis + " ms";
        if (!settings.standby().enabled()) {
            return ok(TIMEOUTS, found);
        }
        long session = settings.standby().session().toMillis();
        String allowed = broker.get(SHORTEST_SESSION) + " to " + broker.get(LONGEST_SESSION) + " ms";
        boolean fits = session >= Long.parseLong(broker.get(SHORTEST_SESSION))
                && session <= Long.parseLong(broker.get(LONGEST_SESSION));
        return fits
                ? ok(TIMEOUTS, found + ", and the standby's session " + session)
                : fail(
                        TIMEOUTS,
                        "the brokers allow a session of " + allowed + ", and the standby asks for " + session,
                        "set camel.component.kafka.session-timeout-ms to a value from " + allowed);
    }

    private static CheckResult notReadable(String check, String rights) {
        return new CheckResult(CheckResult.Status.SKIP, check, "not known to us: that would take " + rights, "");
    }

    private Map<String, String> broker() {
        String id = TopicReader.get(admin.describeCluster().nodes())
                .iterator()
                .next()
                .idString();
        return config(ConfigResource.Type.BROKER, id);
    }

    private Map<String, String> config(ConfigResource.Type type, String name) {
        ConfigResource resource = new ConfigResource(type, name);
        return TopicChecks.values(TopicReader.get(
                admin.describeConfigs(List.of(resource)).values().get(resource)));
    }
}
