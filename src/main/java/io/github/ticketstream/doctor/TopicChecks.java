package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.skip;
import static io.github.ticketstream.doctor.CheckResult.warn;

import io.github.ticketstream.published.TopicLayout;
import io.github.ticketstream.published.TopicReader;
import io.github.ticketstream.settings.TicketSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** One topic: its layout, how safe its records are, our rights on it. If it is missing: whether Kafka would create it. */
final class TopicChecks {
    private static final String UNCLEAN = "unclean.leader.election.enable";
    private static final String MIN_ISR = "min.insync.replicas";
    private static final int REPLICATED = 3;
    private static final int SAFE = 2;

    private final Admin admin;
    private final TicketSettings.Topics names;
    private final TopicLayout wanted;
    private final String topic;
    /** Null if the topic is missing, or hidden from us. */
    private TopicDescription present;
    /** Empty if we have no right to read it. */
    private Map<String, String> config = Map.of();

    TopicChecks(Admin admin, TicketSettings.Topics names, TopicLayout wanted, String topic) {
        this.admin = admin;
        this.names = names;
        this.wanted = wanted;
        this.topic = topic;
    }

    boolean isPresent() {
        return present != null;
    }

    CheckResult layout() {
        try {
            present = TopicReader.get(
                    admin.describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .topicNameValues()
                            .get(topic));
        } catch (UnknownTopicOrPartitionException e) {
            return missing();
        }
        config = wanted.configs(admin).get(topic);
        int partitions = present.partitions().size();
        if (topic.equals(names.state())) {
            wanted.verifyState(config, partitions);
        }
        String found = "%s: cleanup.policy=%s, partitions: %d"
                .formatted(topic, config.getOrDefault("cleanup.policy", "(we may not read it)"), partitions);
        if (topic.equals(names.tickets()) && !config.isEmpty()) {
            found += found.contains("delete") ? "; " + retention() : "";
        }
        return CheckResult.okUnless(found, topic.equals(names.sweeps()) ? wanted.aboutSweeps(config) : "");
    }

    /** The topic's owner decides. */
    private String retention() {
        return "versions are deleted by retention.ms=%s and retention.bytes=%s (-1: never): who subscribes later does not see them"
                .formatted(config.get("retention.ms"), config.get("retention.bytes"));
    }

    /** Asks Kafka whether it would create the topic, without creating it. */
    private CheckResult missing() {
        if (!names.create()) {
            return fail(
                    topic + " is missing, and tickets.topics.create is false",
                    wanted.createCommand(wanted.topic(topic)));
        }
        try {
            CreateTopicsOptions onlyAsk = new CreateTopicsOptions().validateOnly(true);
            TopicReader.get(
                    admin.createTopics(List.of(wanted.topic(topic)), onlyAsk).all());
        } catch (KafkaException e) {
            throw wanted.notCreated(topic, e);
        }
        return ok(topic + " is missing; the program will create it");
    }

    CheckResult rights() {
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
        return config.isEmpty() ? skip("not known without DESCRIBE_CONFIGS") : safety(wanted, brokers, present, config);
    }

    static CheckResult safety(TopicLayout layout, int brokers, TopicDescription topic, Map<String, String> config) {
        int minIsr = Integer.parseInt(config.get(MIN_ISR));
        int replicas = REPLICATED;
        for (TopicPartitionInfo partition : topic.partitions()) {
            replicas = Math.min(replicas, partition.replicas().size());
            int needed = Math.min(partition.replicas().size(), minIsr);
            boolean leads = partition.leader() != null && !partition.leader().isEmpty();
            if (!leads || partition.isr().size() < needed) {
                return fail(
                        "partition %d of %s takes no records: it has %d of %d replicas in sync%s"
                                .formatted(
                                        partition.partition(),
                                        topic.name(),
                                        partition.isr().size(),
                                        partition.replicas().size(),
                                        leads ? "" : ", and no leader"),
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
}
