package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.skip;
import static io.github.ticketstream.doctor.CheckResult.warn;

import io.github.ticketstream.published.TopicLayout;
import io.github.ticketstream.published.TopicReader;
import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** One topic as it is, or, if it is missing, as Kafka would create it: its layout, how safe its records are, our rights on it. */
final class TopicChecks {
    private static final String UNCLEAN = "unclean.leader.election.enable";
    private static final String MIN_ISR = "min.insync.replicas";
    private static final int REPLICATED = 3;
    private static final int SAFE = 2;

    private final Admin admin;
    private final TicketSettings settings;
    private final TopicLayout wanted;
    private final String topic;
    /** Null if the topic is missing, or hidden from us. */
    private TopicDescription present;
    /** Empty if we have no right to read it. */
    private Map<String, String> config = Map.of();
    /** The replicas of each partition, once it is created. */
    private int replicas;

    TopicChecks(Admin admin, TicketSettings settings, TopicLayout wanted, String topic) {
        this.admin = admin;
        this.settings = settings;
        this.wanted = wanted;
        this.topic = topic;
    }

    boolean isPresent() {
        return present != null;
    }

    /** Returns whether its settings are known, or those that it would be created with. */
    boolean isReadable() {
        return !config.isEmpty();
    }

    CheckResult layout() {
        try {
            present = TopicReader.get(
                    admin.describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .topicNameValues()
                            .get(topic));
        } catch (UnknownTopicOrPartitionException e) {
            return missing();
        } catch (AuthorizationException e) {
            return fail(
                    "topic " + topic + " may not be described by us",
                    "grant the principal " + wanted.rightsText(topic) + " on it");
        }
        config = wanted.configs(admin).get(topic);
        return config.isEmpty()
                ? fail("its settings may not be read", "grant the principal DESCRIBE_CONFIGS on topic " + topic)
                : judged(present.partitions().size());
    }

    private CheckResult judged(int partitions) {
        String policy = config.get("cleanup.policy");
        String found = topic + ": " + partitions + (partitions == 1 ? " partition" : " partitions")
                + ", cleanup.policy=" + policy;
        if (topic.equals(settings.topics().state())) {
            wanted.verifyState(config, partitions);
        } else if (topic.equals(settings.topics().tickets())) {
            found += (policy.contains("delete") ? "; " + retention() : "") + "; " + wanted.erasure(topic, config);
        }
        return CheckResult.okUnless(found, topic.equals(settings.topics().sweeps()) ? wanted.aboutSweeps(config) : "");
    }

    /** The topic's owner decides. */
    private String retention() {
        long millis = Long.parseLong(config.get("retention.ms"));
        long bytes = Long.parseLong(config.get("retention.bytes"));
        long days = Duration.ofMillis(millis).toDays();
        String after = millis < 0 ? "" : " after " + (days > 0 ? days + " days" : millis / 1000 + " s");
        String beyond = bytes < 0 ? "" : " beyond " + bytes + " bytes a partition";
        return (after + beyond).isEmpty()
                ? "nothing is ever deleted, since neither retention.ms nor retention.bytes is limited"
                : "versions are deleted" + after + beyond + ": who subscribes later does not see them";
    }

    /** Asks Kafka whether it would create the topic, without creating it. */
    private CheckResult missing() {
        if (!settings.topics().create()) {
            return fail(
                    topic + " is missing, and tickets.topics.create is false",
                    wanted.createCommand(wanted.topic(topic)));
        }
        CreateTopicsResult asked =
                admin.createTopics(List.of(wanted.topic(topic)), new CreateTopicsOptions().validateOnly(true));
        try {
            TopicReader.get(asked.values().get(topic));
        } catch (KafkaException e) {
            throw wanted.notCreated(topic, e, admin);
        }
        try {
            replicas = TopicReader.get(asked.replicationFactor(topic));
            config = TopicLayout.values(TopicReader.get(asked.config(topic)));
        } catch (KafkaException e) {
            config = Map.of();
        }
        return ok(topic + " is missing; the program will create it");
    }

    CheckResult rights() {
        if (present == null) {
            return skip("not known before the topic is there; needed are " + wanted.rightsText(topic));
        }
        String missing = wanted.rights(topic).stream()
                .filter(right -> !present.authorizedOperations().contains(right))
                .map(AclOperation::name)
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? ok(wanted.rightsText(topic))
                : fail("missing: " + missing, "grant the principal " + missing + " on topic " + topic);
    }

    /** Checks whether committed records survive the loss of one of so many brokers. */
    CheckResult safety(int brokers) {
        if (config.isEmpty()) {
            return warn(
                    "the brokers' defaults may not be read by us",
                    "create it with min.insync.replicas=2, or grant the principal DESCRIBE_CONFIGS on it");
        }
        return present == null
                ? safety(wanted, brokers, topic, replicas, config)
                : safety(wanted, brokers, present, config);
    }

    /** Judges the safety of an existing topic. */
    static CheckResult safety(TopicLayout layout, int brokers, TopicDescription topic, Map<String, String> config) {
        int replicas = topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        for (TopicPartitionInfo partition : topic.partitions()) {
            boolean leads = partition.leader() != null && !partition.leader().isEmpty();
            int inSync = partition.isr().size();
            if (!leads || inSync < Math.min(replicas, minIsr(config))) {
                return fail(
                        "partition %d of %s has %d of %d replicas in sync%s, and takes no records"
                                .formatted(
                                        partition.partition(),
                                        topic.name(),
                                        inSync,
                                        replicas,
                                        leads ? "" : " and no leader"),
                        "bring the brokers back that hold it");
            }
        }
        return safety(layout, brokers, topic.name(), replicas, config);
    }

    private static CheckResult safety(
            TopicLayout layout, int brokers, String topic, int replicas, Map<String, String> config) {
        String unclean = config.get(UNCLEAN);
        String found = replicas + (replicas == 1 ? " replica, " : " replicas, ") + MIN_ISR + "=" + minIsr(config) + ", "
                + UNCLEAN + "=" + unclean;
        if (Boolean.parseBoolean(unclean)) {
            return fail(
                    found + ": a replica that lags behind can become the leader, and what was committed is gone",
                    layout.configCommand(topic, UNCLEAN, "false"));
        }
        if (replicas < Math.min(REPLICATED, brokers)) {
            return warn(
                    found + ", on " + brokers + " brokers",
                    "give it " + REPLICATED + " replicas by kafka-reassign-partitions.sh");
        }
        return replicas >= REPLICATED && minIsr(config) < SAFE
                ? warn(
                        found + ": what is committed may be on one disk only",
                        layout.configCommand(topic, MIN_ISR, Integer.toString(SAFE)))
                : ok(found);
    }

    private static int minIsr(Map<String, String> config) {
        return Integer.parseInt(config.get(MIN_ISR));
    }
}
