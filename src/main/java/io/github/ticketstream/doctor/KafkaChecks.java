package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.skip;
import static io.github.ticketstream.doctor.CheckResult.warn;

import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.published.OpenTransactions;
import io.github.ticketstream.published.OpenTransactions.HeldBack;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.published.TopicLayout;
import io.github.ticketstream.published.TopicReader;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.PageSize;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Checks Kafka: brokers, the program's identities there, the brokers' limits, the topics, and the conditions that the
 * stream itself checks at its start. Changes nothing.
 */
final class KafkaChecks {
    private static final String BROKERS = "brokers";
    private static final String OPEN_TRANSACTIONS = "open transactions";
    private static final String STATE = "state topic";
    private static final String SWEEPS = "sweep topic";
    private static final String RIGHTS = " rights";
    private static final String TRANSACTION_LOG = "__transaction_state";
    private static final String LOG_REPLICAS = "transaction.state.log.replication.factor";
    private static final String MAX_TRANSACTION = "transaction.max.timeout.ms";

    /** Enough to lose one and still have two. */
    private static final int ENOUGH_BROKERS = 3;

    /** How long to wait for a broker, or for an open transaction: a running program ends its own long before. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Connections connections;
    private final Report report;
    private final TicketSettings settings;
    private final KafkaClients kafka;
    private final TopicLayout layout;
    /** Those of the topics that are there. */
    private final Set<String> present = new TreeSet<>();

    private Admin admin;
    private Collection<Node> brokers = List.of();
    /** The transaction of our id; null if there is none, or if we have no right to see it. */
    private TransactionDescription ours;
    /** Whether a transaction hides what is behind it. */
    private boolean heldBack;

    KafkaChecks(Connections connections, Report report) {
        this.connections = connections;
        this.report = report;
        this.settings = connections.ticketSettings();
        this.kafka = connections.kafka();
        this.layout = new TopicLayout(kafka.brokers(), settings.topics());
    }

    void run() {
        try {
            report.check(BROKERS, this::brokers);
            check("producer", this::producer);
            check("transaction.version", this::transactionVersion);
            check("transactional id", this::transactionalId);
            check("standby group", this::group);
            check("transaction log", () -> ifAllowed(this::transactionLog));
            check(
                    "time-outs",
                    () -> ifAllowed(() -> timeouts(brokerConfig(), settings, connections.transactionMillis())));
            checkTopic("ticket topic", settings.topics().tickets());
            checkTopic("dead-letter topic", settings.topics().deadLetter());
            checkTopic(SWEEPS, settings.topics().sweeps());
            checkTopic(STATE, settings.topics().state());
            check(OPEN_TRANSACTIONS, this::openTransactions);
            report.check(
                    "start", this::start, BROKERS, SWEEPS, SWEEPS + RIGHTS, STATE, STATE + RIGHTS, OPEN_TRANSACTIONS);
        } finally {
            if (admin != null) {
                admin.close(Duration.ZERO);
            }
        }
    }

    private void check(String name, Supplier<CheckResult> body) {
        report.check(name, body, BROKERS);
    }

    private void checkTopic(String role, String topic) {
        TopicChecks checks = new TopicChecks(admin, settings, layout, topic);
        check(role, checks::layout);
        report.check(role + " safety", () -> checks.safety(brokers.size()), checks.isReadable() ? BROKERS : role);
        report.check(role + RIGHTS, checks::rights, checks.isPresent() ? BROKERS : role);
        if (checks.isPresent()) {
            present.add(topic);
        }
    }

    private CheckResult brokers() {
        admin = kafka.newAdmin();
        try {
            brokers = TopicReader.get(
                    admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) PATIENCE.toMillis()))
                            .nodes());
        } catch (RetriableException e) {
            throw KafkaFailure.ofSilence(e, kafka.brokers());
        }
        String found = counted(brokers.size()) + " at " + kafka.brokers();
        return brokers.size() >= ENOUGH_BROKERS
                ? ok(found)
                : warn(
                        found + ": if its disk is lost, the stream is lost",
                        "run " + ENOUGH_BROKERS + " brokers or more, except to try it out");
    }

    private static String counted(int brokers) {
        return brokers + (brokers == 1 ? " broker" : " brokers");
    }

    /** The client's settings; nothing is sent. */
    private CheckResult producer() {
        kafka.tryProducer(connections.publishing());
        return ok("its settings are usable");
    }

    private CheckResult transactionVersion() {
        FinalizedVersionRange level = TopicReader.get(admin.describeFeatures().featureMetadata())
                .finalizedFeatures()
                .get("transaction.version");
        return transactionVersion(level == null ? 0 : level.maxVersionLevel(), kafka.brokers());
    }

    /** From version 2 on a late record of a dead producer can't end up in the transaction of the next one. */
    static CheckResult transactionVersion(int level, String brokers) {
        return level >= 2
                ? ok(Integer.toString(level))
                : warn(
                        level
                                + " instead of 2: weaker in one rare case, a record that a dead producer sent and that comes late:"
                                + " it can get into its successor's transaction and so be published although it was given up,"
                                + " or leave a transaction hanging, which hides what is behind it",
                        "kafka-features.sh --bootstrap-server " + brokers
                                + " upgrade --feature transaction.version=2 (brokers from 4.0 on)");
    }

    /** Only using the id would show whether WRITE is granted, and that would fence a running program. */
    private CheckResult transactionalId() {
        String id = settings.transactionalId();
        try {
            ours = TopicReader.get(admin.describeTransactions(List.of(id)).description(id));
            return ok("%s: in use or used before (producer id %d, %s); WRITE is not tried"
                    .formatted(id, ours.producerId(), ours.state()));
        } catch (TransactionalIdNotFoundException e) {
            return ok(id + ": not in use; DESCRIBE is granted, WRITE is not tried");
        }
    }

    private CheckResult group() {
        if (!settings.standby().enabled()) {
            return ok("none, since tickets.standby is false");
        }
        String group = settings.transactionalId();
        try {
            ConsumerGroupDescription described = TopicReader.get(admin.describeConsumerGroups(
                            List.of(group), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .describedGroups()
                    .get(group));
            int count = described.members().size();
            String members = group + ": " + count + " members";
            Set<AclOperation> allowed = described.authorizedOperations();
            if (isOfOthers(count, described.partitionAssignor())) {
                return fail(
                        members + ", of another kind of consumer",
                        "end that consumer, or give tickets.transactional-id a name that no other consumer group has");
            }
            return allowed == null || allowed.contains(AclOperation.READ)
                    ? ok(members)
                    : fail(members + ", and we may not join", "grant the principal READ on group " + group);
        } catch (GroupIdNotFoundException e) {
            return ok(group + ": no members yet; DESCRIBE is granted, READ is not tried");
        }
    }

    /** Compares the assignor, because we know that of our standbys. */
    static boolean isOfOthers(int members, String assignor) {
        return members > 0 && !"cooperative-sticky".equals(assignor);
    }

    /** Kafka's own topic, without which no transaction begins. */
    private CheckResult transactionLog() {
        try {
            TopicDescription log = TopicReader.get(admin.describeTopics(List.of(TRANSACTION_LOG))
                    .topicNameValues()
                    .get(TRANSACTION_LOG));
            return TopicChecks.safety(layout, brokers.size(), log, config(ConfigResource.Type.TOPIC, TRANSACTION_LOG));
        } catch (UnknownTopicOrPartitionException e) {
            return transactionLog(brokerConfig(), brokers.size());
        }
    }

    /**
     * The transaction log does not exist yet. With fewer brokers than replicas Kafka can't create it, and no producer
     * ever gets an answer.
     */
    static CheckResult transactionLog(Map<String, String> broker, int brokers) {
        int replicas = Integer.parseInt(broker.get(LOG_REPLICAS));
        String found = LOG_REPLICAS + "=" + replicas + " on " + counted(brokers);
        return replicas <= brokers
                ? ok("made with the first transaction; " + found)
                : fail(
                        found + ": no transaction can begin",
                        "start more brokers, or give them " + LOG_REPLICAS + "=" + brokers
                                + " and transaction.state.log.min.isr=1, and start them again");
    }

    /** Compares the times that the program requests with the brokers' limits. */
    static CheckResult timeouts(Map<String, String> broker, TicketSettings settings, long transactionMillis) {
        String longest = broker.get(MAX_TRANSACTION);
        if (Long.parseLong(longest) < transactionMillis) {
            return fail(
                    "the brokers allow a transaction " + longest + " ms, and we ask for " + transactionMillis,
                    "set " + MAX_TRANSACTION + " of the brokers to " + transactionMillis + " or more");
        }
        long session = settings.standby().session().toMillis();
        long least = Long.parseLong(broker.get("group.min.session.timeout.ms"));
        long most = Long.parseLong(broker.get("group.max.session.timeout.ms"));
        if (settings.standby().enabled() && (session < least || session > most)) {
            return fail(
                    "the brokers allow a session of %d to %d ms, and the standby asks for %d"
                            .formatted(least, most, session),
                    "set camel.component.kafka.session-timeout-ms to a value from %d to %d ms".formatted(least, most));
        }
        return ok("a transaction may take " + transactionMillis + " ms"
                + (settings.standby().enabled() ? ", and the standby's session " + session : ""));
    }

    /** Asks something that the stream itself need not know, and that its principal may not be allowed to ask. */
    private static CheckResult ifAllowed(Supplier<CheckResult> body) {
        try {
            return body.get();
        } catch (AuthorizationException e) {
            return skip("not known to us: that would take DESCRIBE_CONFIGS on the cluster, and DESCRIBE and"
                    + " DESCRIBE_CONFIGS on topic " + TRANSACTION_LOG);
        }
    }

    private Map<String, String> brokerConfig() {
        return config(ConfigResource.Type.BROKER, brokers.iterator().next().idString());
    }

    private Map<String, String> config(ConfigResource.Type type, String name) {
        ConfigResource resource = new ConfigResource(type, name);
        return TopicLayout.values(TopicReader.get(
                admin.describeConfigs(List.of(resource)).values().get(resource)));
    }

    /** Checks that no hanging transaction hides later records from a {@code read_committed} reader. */
    private CheckResult openTransactions() {
        Set<TopicPartition> partitions = TopicReader.partitions(admin, present);
        HeldBack held = OpenTransactions.lasting(admin, partitions, PATIENCE).orElse(null);
        heldBack = held != null;
        if (held == null) {
            return ok("none that lasts: " + partitions.size() + " partitions can be read to their ends");
        }
        return ours != null && ours.topicPartitions().contains(held.partition())
                ? warn(
                        held.failure().getMessage() + ", which is that of our own transactional id",
                        "if the program is not running, start it: it ends the transaction of its predecessor")
                : fail(held.failure().getMessage(), held.failure().remedy());
    }

    /** Checks, with the stream's own code, the conditions that would stop it at its start or hold tickets back. */
    private CheckResult start() {
        if (heldBack) {
            return skip("can't be checked behind an open transaction, not even behind one of our own");
        }
        PublishedState published = new PublishedState(kafka, settings);
        // Of the stream's calls only: its count does not include ours.
        CallBudget budget = new CallBudget(
                connections.tuyaSettings().callsPerMonth(),
                connections.tuyaSettings().monthBeginsOn(),
                connections.tuya().clock());
        published.versions().notes().onCalls(calls -> budget.restore(new CallBudget.Count(calls.at(), calls.calls())));
        try {
            if (!published.examine()) {
                return ok("nothing is published yet");
            }
            String sweep = published
                    .versions()
                    .lastSweep()
                    .map(last -> "the last complete sweep ended at " + last.completedAt())
                    .orElse("no sweep was complete yet");
            String found = "the state topic is this stream's, with %d marks; %s%s"
                    .formatted(
                            published.versions().tracked(),
                            sweep,
                            pageSize(published.versions().notes().pageSize()));
            return budget.left() > 0
                    ? CheckResult.okUnless(found, published.notice())
                    : fail(budget.spent(), budget.remedy());
        } finally {
            published.stop();
        }
    }

    /**
     * Returns the page size that {@code tickets.page-size=auto} has found; empty if it has found none, or a number is
     * set.
     */
    private String pageSize(String note) {
        if (note.isEmpty() || settings.pageSize().isPresent()) {
            return "";
        }
        PageSize size = connections.tuya().tickets().size();
        size.restore(note);
        return "; tickets.page-size=auto asks for " + size.asked();
    }
}
