package io.github.ticketstream.published;

import io.github.ticketstream.settings.TicketSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The four topics: created when missing, verified when present. */
final class Topics {
    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
    private static final Map<String, String> COMPACT =
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    /** Every version for a week, the last one for ever. */
    private static final Map<String, String> COMPACT_AFTER_A_WEEK = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
            "604800000");

    private final TicketSettings settings;
    private final TicketSettings.Topics names;
    private final String brokers;

    Topics(TicketSettings settings, String brokers) {
        this.settings = settings;
        this.names = settings.topics();
        this.brokers = brokers;
    }

    /**
     * Creates what is missing and checks what is there.
     *
     * @return the partitions that tell what is published: the state topic's and the sweep topic's
     * @throws KafkaFailure naming topic and remedy, if a topic is missing or unusable, or a right is missing
     */
    Set<TopicPartition> ensure(Admin admin) {
        create(admin, names.tickets(), names.partitions(), COMPACT_AFTER_A_WEEK);
        create(admin, names.deadLetter(), 1, COMPACT);
        TopicDescription sweeps = create(admin, names.sweeps(), 1, COMPACT);
        TopicDescription state = create(admin, names.state(), 1, COMPACT);
        verifyState(admin, state);
        verifySweeps(admin);
        Set<TopicPartition> partitions = new HashSet<>();
        sweeps.partitions()
                .forEach(partition -> partitions.add(new TopicPartition(names.sweeps(), partition.partition())));
        partitions.add(new TopicPartition(names.state(), 0));
        return partitions;
    }

    private TopicDescription create(Admin admin, String topic, int partitions, Map<String, String> configs) {
        Optional<TopicDescription> existing = describe(admin, topic);
        if (existing.isPresent()) {
            return existing.get();
        }
        if (!names.create()) {
            throw KafkaFailure.forOperator(
                    "topic " + topic + " is missing, and tickets.topics.create is false",
                    "kafka-topics.sh --bootstrap-server " + brokers + " --create --topic " + topic + " --partitions "
                            + partitions
                            + configs.entrySet().stream()
                                    .map(config -> " --config " + config.getKey() + "=" + config.getValue())
                                    .sorted()
                                    .collect(Collectors.joining()));
        }
        try {
            short replication = names.replicationFactor();
            CommittedLog.get(admin.createTopics(List.of(new NewTopic(topic, partitions, replication).configs(configs)))
                    .all());
            LOG.info("topic {} created", topic);
        } catch (TopicExistsException e) {
            LOG.debug("Topic {} was created by someone else at the same time", topic);
        } catch (AuthorizationException e) {
            throw KafkaFailure.forOperator(
                    "topic " + topic + " is missing and may not be created by us",
                    "create it, or grant our principal CREATE on it");
        }
        // A topic is there for all brokers only a moment after its creation.
        for (int attempt = 0; attempt < 50; attempt++) {
            Optional<TopicDescription> created = describe(admin, topic);
            if (created.isPresent()) {
                return created.get();
            }
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
        throw KafkaFailure.passing(
                "topic " + topic + " was created but is not known to the brokers yet", "nothing to do unless it lasts");
    }

    private static Optional<TopicDescription> describe(Admin admin, String topic) {
        try {
            return Optional.of(CommittedLog.get(
                    admin.describeTopics(List.of(topic)).topicNameValues().get(topic)));
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        } catch (AuthorizationException e) {
            throw KafkaFailure.forOperator(
                    "topic " + topic + " may not be described by us", "grant our principal DESCRIBE on it");
        }
    }

    private void verifyState(Admin admin, TopicDescription state) {
        String policy = config(admin, names.state(), TopicConfig.CLEANUP_POLICY_CONFIG)
                .orElseThrow(() -> KafkaFailure.forOperator(
                        "the settings of topic " + names.state() + " may not be read by us",
                        "grant our principal DESCRIBE_CONFIGS on it"));
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw KafkaFailure.forOperator(
                    "the state topic " + names.state() + " has cleanup.policy=" + policy
                            + ": it would forget what is published",
                    alter(names.state()));
        }
        if (state.partitions().size() != 1) {
            throw KafkaFailure.forOperator(
                    "the state topic " + names.state() + " has "
                            + state.partitions().size() + " partitions instead of one",
                    "name another topic in tickets.state-topic, or delete this one if it is not in use");
        }
    }

    private void verifySweeps(Admin admin) {
        String policy = config(admin, names.sweeps(), TopicConfig.CLEANUP_POLICY_CONFIG)
                .orElse(TopicConfig.CLEANUP_POLICY_COMPACT);
        if (policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            return;
        }
        String problem = "the sweep topic " + names.sweeps() + " has cleanup.policy=" + policy
                + ": once its records are gone, the stream counts as new";
        if (settings.skipFirstRun()) {
            throw KafkaFailure.forOperator(
                    problem + " and, with tickets.first-run=skip, changes would be lost", alter(names.sweeps()));
        }
        LOG.warn("{}; {}", problem, alter(names.sweeps()));
    }

    private String alter(String topic) {
        return "kafka-configs.sh --bootstrap-server " + brokers + " --alter --entity-type topics --entity-name " + topic
                + " --add-config cleanup.policy=compact";
    }

    /** The largest record that a topic takes, in bytes; empty if we may not know. */
    Optional<Integer> largestRecord(Admin admin, String topic) {
        return config(admin, topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG).map(Integer::valueOf);
    }

    private static Optional<String> config(Admin admin, String topic, String name) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        KafkaFuture<Config> config =
                admin.describeConfigs(List.of(resource)).values().get(resource);
        try {
            return Optional.of(CommittedLog.get(config).get(name).value());
        } catch (AuthorizationException e) {
            return Optional.empty();
        } catch (UnknownTopicOrPartitionException e) {
            throw new KafkaException(e);
        }
    }
}
