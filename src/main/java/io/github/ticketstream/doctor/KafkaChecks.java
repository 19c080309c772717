package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.skip;
import static io.github.ticketstream.doctor.CheckResult.warn;

import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.published.OpenTransactions;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.published.StateKeys;
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
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
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

    private static final String UNCLEAN = "unclean.leader.election.enable";
    private static final String MIN_ISR = "min.insync.replicas";
    private static final int REPLICATED = 3;
    private static final int SAFE = 2;

    /** How long to wait for a broker, or for an open transaction: a running program ends its own long before. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Connections connections;
    private final Report report;
    private final TicketSettings settings;
    private final KafkaClients kafka;
    private final TopicLayout layout;
    /** Those of the topics that are there, by their names. */
    private final Map<String, TopicDescription> present = new TreeMap<>();
    /** The topics' settings; empty if we have no right to read them. */
    private Map<String, Map<String, String>> configs = Map.of();

    private Admin admin;
    private Collection<Node> brokers = List.of();
    /** Partitions in the transaction of our id, unless it is known not to last. */
    private Set<TopicPartition> ours = Set.of();

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
            check("transaction.version", this::transactionVersion);
            check("transactional id", this::transactionalId);
            check("standby group", this::group);
            check("broker limits", this::brokerLimits);
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

    /** What is wrong with a topic is said at once, and not after its first fault is mended. */
    private void checkTopic(String role, String topic) {
        check(role, () -> layout(topic));
        if (present.containsKey(topic)) {
            check(role + " safety", () -> safety(layout, brokers.size(), present.get(topic), configs.get(topic)));
            check(role + RIGHTS, () -> rights(present.get(topic)));
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
        configs = layout.configs(admin);
        // Tries its settings, and sends nothing.
        kafka.tryProducer(connections.publishing());
        return ok(brokers.size() + " at " + kafka.brokers());
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
                                + " instead of 2: in one rare case a record of a dead producer comes late, and is published"
                                + " although it was given up, or hides what is behind it",
                        "kafka-features.sh --bootstrap-server " + brokers
                                + " upgrade --feature transaction.version=2 (brokers from 4.0 on)");
    }

    /** Only using the id would show whether WRITE is granted, and that would fence a running program. */
    private CheckResult transactionalId() {
        String id = settings.transactionalId();
        String used = "in use or used before";
        try {
            ours = TopicReader.get(admin.describeTransactions(List.of(id)).description(id))
                    .topicPartitions();
        } catch (TransactionalIdNotFoundException e) {
            used = "not in use";
        }
        return ok(id + ": " + used + "; DESCRIBE is granted, WRITE is not tried");
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

    /** Asks something that the stream itself need not know, and that its principal may not be allowed to ask. */
    private CheckResult brokerLimits() {
        try {
            ConfigResource broker = new ConfigResource(
                    ConfigResource.Type.BROKER, brokers.iterator().next().idString());
            Map<String, String> config = TopicLayout.values(TopicReader.get(
                    admin.describeConfigs(List.of(broker)).values().get(broker)));
            int mostReplicas = isTransactionLogThere() ? Integer.MAX_VALUE : brokers.size();
            Object millis =
                    connections.publishing().createProducerProperties().get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
            return limits(config, mostReplicas, settings, Long.parseLong(String.valueOf(millis)));
        } catch (AuthorizationException e) {
            return skip("not known to us: that would take DESCRIBE_CONFIGS on the cluster, and DESCRIBE on topic "
                    + TRANSACTION_LOG);
        }
    }

    /** Kafka creates its own topic with the first transaction. */
    private boolean isTransactionLogThere() {
        try {
            TopicReader.get(admin.describeTopics(List.of(TRANSACTION_LOG)).allTopicNames());
            return true;
        } catch (UnknownTopicOrPartitionException e) {
            return false;
        }
    }

    /**
     * Compares with the brokers' limits what the program requests.
     *
     * @param mostReplicas of the transaction log, without which no transaction begins
     */
    static CheckResult limits(
            Map<String, String> broker, int mostReplicas, TicketSettings settings, long transactionMillis) {
        String replicas = broker.get(LOG_REPLICAS);
        if (Integer.parseInt(replicas) > mostReplicas) {
            return fail(
                    LOG_REPLICAS + "=" + replicas + ", and there are not so many brokers: no transaction can begin",
                    "start more brokers, or give them " + LOG_REPLICAS + "=" + mostReplicas
                            + " and transaction.state.log.min.isr=1, and start them again");
        }
        long longest = Long.parseLong(broker.get("transaction.max.timeout.ms"));
        long least = Long.parseLong(broker.get("group.min.session.timeout.ms"));
        long most = Long.parseLong(broker.get("group.max.session.timeout.ms"));
        long session =
                settings.standby().enabled() ? settings.standby().session().toMillis() : least;
        return transactionMillis > longest || session < least || session > most
                ? fail(
                        "the brokers allow transactions of %d ms and sessions of %d to %d ms; we ask for %d and %d"
                                .formatted(longest, least, most, transactionMillis, session),
                        "let the brokers have transaction.max.timeout.ms=%d or more, and camel.component.kafka.session-timeout-ms be from %d to %d"
                                .formatted(transactionMillis, least, most))
                : ok("wide enough for the transactions and the session that we ask for");
    }

    private CheckResult layout(String topic) {
        try {
            DescribeTopicsOptions withRights = new DescribeTopicsOptions().includeAuthorizedOperations(true);
            present.putAll(TopicReader.get(
                    admin.describeTopics(List.of(topic), withRights).allTopicNames()));
        } catch (UnknownTopicOrPartitionException e) {
            return missing(topic);
        }
        Map<String, String> config = configs.get(topic);
        int partitions = present.get(topic).partitions().size();
        if (topic.equals(settings.topics().state())) {
            layout.verifyState(config, partitions);
        }
        String policy = config.getOrDefault("cleanup.policy", "(we may not read it)");
        String found = "%s: cleanup.policy=%s, partitions: %d".formatted(topic, policy, partitions);
        if (topic.equals(settings.topics().tickets()) && !config.isEmpty()) {
            found += layout.aboutTickets(config);
        }
        return CheckResult.okUnless(found, topic.equals(settings.topics().sweeps()) ? layout.aboutSweeps(config) : "");
    }

    /** Asks Kafka whether it would create the topic, without creating it. */
    private CheckResult missing(String topic) {
        NewTopic wanted = layout.topic(topic);
        if (!settings.topics().create()) {
            return fail(topic + " is missing, and tickets.topics.create is false", layout.createCommand(wanted));
        }
        CreateTopicsResult asked = admin.createTopics(List.of(wanted), new CreateTopicsOptions().validateOnly(true));
        try {
            TopicReader.get(asked.all());
        } catch (KafkaException e) {
            throw layout.notCreated(topic, e);
        }
        String found = topic + " is missing; the program will create it";
        CheckResult safety = safety(topic, asked);
        return safety.remedy().isEmpty()
                ? ok(found)
                : new CheckResult("", safety.status(), found + " with " + safety.found(), "then: " + safety.remedy());
    }

    /** Judges the topic that Kafka would create. */
    private CheckResult safety(String topic, CreateTopicsResult asked) {
        try {
            List<Node> replicas = brokers.stream()
                    .limit(TopicReader.get(asked.replicationFactor(topic)))
                    .toList();
            TopicPartitionInfo partition = new TopicPartitionInfo(0, replicas.get(0), replicas, replicas);
            Map<String, String> config = TopicLayout.values(TopicReader.get(asked.config(topic)));
            return safety(layout, brokers.size(), new TopicDescription(topic, false, List.of(partition)), config);
        } catch (KafkaException e) {
            return skip("not known to us");
        }
    }

    private CheckResult rights(TopicDescription topic) {
        String missing = layout.rights(topic.name()).stream()
                .filter(right -> !topic.authorizedOperations().contains(right))
                .map(AclOperation::name)
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? ok(layout.rightsText(topic.name()))
                : fail("missing: " + missing, "grant the principal " + missing + " on topic " + topic.name());
    }

    /** Checks whether committed records survive the loss of one of so many brokers. */
    static CheckResult safety(TopicLayout layout, int brokers, TopicDescription topic, Map<String, String> config) {
        if (config.isEmpty()) {
            return skip("not known without DESCRIBE_CONFIGS");
        }
        int minIsr = Integer.parseInt(config.get(MIN_ISR));
        int replicas = REPLICATED;
        for (TopicPartitionInfo partition : topic.partitions()) {
            replicas = Math.min(replicas, partition.replicas().size());
            int needed = Math.min(partition.replicas().size(), minIsr);
            boolean leads = partition.leader() != null && !partition.leader().isEmpty();
            if (!leads || partition.isr().size() < needed) {
                return fail(
                        "a partition takes no records, as too few of its replicas are in sync: " + partition,
                        "bring the brokers back that hold it");
            }
        }
        String found = MIN_ISR + "=" + minIsr + ", " + UNCLEAN + "=" + config.get(UNCLEAN);
        if (Boolean.parseBoolean(config.get(UNCLEAN))) {
            return fail(
                    found + ": a replica that lags behind can become the leader, and what was committed is gone",
                    layout.configCommand(topic.name(), UNCLEAN, "false"));
        }
        return replicas < Math.min(REPLICATED, brokers) || (replicas == REPLICATED && minIsr < SAFE)
                ? warn(
                        found + ", replicas: " + replicas + ": what is committed may be on one disk only",
                        "give it " + REPLICATED + " replicas by kafka-reassign-partitions.sh, and "
                                + layout.configCommand(topic.name(), MIN_ISR, Integer.toString(SAFE)))
                : ok(found);
    }

    /** Checks that no hanging transaction hides later records from a {@code read_committed} reader. */
    private CheckResult openTransactions() {
        Map<Boolean, Set<TopicPartition>> partitions = TopicReader.partitions(admin, present.keySet()).stream()
                .collect(Collectors.partitioningBy(ours::contains, Collectors.toSet()));
        OpenTransactions.requireNone(admin, partitions.get(false), PATIENCE);
        try {
            OpenTransactions.requireNone(admin, partitions.get(true), PATIENCE);
            ours = Set.of();
            return ok("none that lasts");
        } catch (KafkaFailure e) {
            return warn(
                    e.getMessage() + ", which is that of our own transactional id",
                    "if the program is not running, start it: it ends the transaction of its predecessor");
        }
    }

    /** Checks, with the stream's own code, the conditions that would stop it at its start or hold tickets back. */
    private CheckResult start() {
        if (!ours.isEmpty()) {
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
            // The checks of the API ask as the stream would.
            PageSize size = connections.tuya().tickets().size();
            size.restore(published.versions().notes().text(StateKeys.PAGE_SIZE));
            String found = "the state topic is this stream's, with %d marks; %d tickets a call"
                    .formatted(published.versions().tracked(), size.asked());
            return budget.left() > 0
                    ? CheckResult.okUnless(found, published.notice())
                    : fail(budget.spent(), budget.remedy());
        } finally {
            published.stop();
        }
    }
}
