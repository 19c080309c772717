package io.github.ticketstream.published;

import io.github.ticketstream.settings.TicketSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
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
    /** A new topic is known to all brokers only a moment after its creation. */
    private static final int LOOKS = 100;

    private static final long BETWEEN_LOOKS_NANOS = 20_000_000;

    private final Admin admin;
    private final TicketSettings settings;
    private final TicketSettings.Topics names;
    private final TopicLayout layout;
    private final Set<String> wanted;
    private final Map<String, Config> configs = new HashMap<>();

    /** @param brokers the brokers' address, for the commands in messages */
    Topics(Admin admin, String brokers, TicketSettings settings) {
        this.admin = admin;
        this.settings = settings;
        this.names = settings.topics();
        this.layout = new TopicLayout(brokers, names);
        this.wanted = layout.topics().stream().map(NewTopic::name).collect(Collectors.toSet());
    }

    /**
     * Creates what is missing and checks what is there.
     *
     * @return the partitions that tell what is published: the state topic's and the sweep topic's
     * @throws KafkaFailure naming topic and remedy, if a topic is missing or unusable, or a right is missing
     */
    Set<TopicPartition> ensure() {
        Map<String, TopicDescription> present = describe();
        if (present.size() < wanted.size()) {
            create(layout.topics().stream()
                    .filter(topic -> !present.containsKey(topic.name()))
                    .toList());
            for (int look = 0; present.size() < wanted.size(); look++) {
                if (look == LOOKS) {
                    throw KafkaFailure.passing("new topics are not known to all brokers yet", "nothing to do");
                }
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
                present.putAll(describe());
            }
        }
        readConfigs();
        verifyState(present.get(names.state()).partitions().size());
        verifySweeps();
        Set<TopicPartition> partitions = new HashSet<>();
        present.get(names.sweeps())
                .partitions()
                .forEach(partition -> partitions.add(new TopicPartition(names.sweeps(), partition.partition())));
        partitions.add(new TopicPartition(names.state(), 0));
        return partitions;
    }

    /** The largest record that ticket topic and dead-letter topic both take, in bytes; as far as we may know. */
    int largestRecord() {
        return List.of(names.tickets(), names.deadLetter()).stream()
                .filter(configs::containsKey)
                .mapToInt(topic -> Integer.parseInt(value(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private Map<String, TopicDescription> describe() {
        Map<String, TopicDescription> present = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(wanted).topicNameValues();
        answers.forEach((topic, answer) -> {
            try {
                present.put(topic, CommittedLog.get(answer));
            } catch (UnknownTopicOrPartitionException e) {
                LOG.debug("Topic {} is missing", topic);
            } catch (AuthorizationException e) {
                throw KafkaFailure.forOperator(
                        "topic " + topic + " may not be described by us",
                        "grant our principal " + layout.rightsTold(topic) + " on it");
            }
        });
        return present;
    }

    private void create(List<NewTopic> missing) {
        if (!names.create()) {
            throw KafkaFailure.forOperator(
                    "tickets.topics.create is false, and missing are " + names(missing),
                    missing.stream().map(layout::createCommand).collect(Collectors.joining("; ")));
        }
        admin.createTopics(missing).values().forEach((topic, answer) -> {
            try {
                CommittedLog.get(answer);
                LOG.info("topic {} created", topic);
            } catch (TopicExistsException e) {
                LOG.debug("Topic {} was created by someone else at the same time", topic);
            } catch (AuthorizationException e) {
                throw KafkaFailure.forOperator(
                        "topic " + topic + " is missing and may not be created by us",
                        "create it, or grant our principal CREATE on it");
            }
        });
    }

    private static String names(List<NewTopic> topics) {
        return topics.stream().map(NewTopic::name).collect(Collectors.joining(", "));
    }

    private void readConfigs() {
        List<ConfigResource> resources = wanted.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        admin.describeConfigs(resources).values().forEach((resource, answer) -> {
            try {
                configs.put(resource.name(), CommittedLog.get(answer));
            } catch (AuthorizationException e) {
                LOG.debug("The settings of topic {} may not be read by us", resource.name());
            }
        });
    }

    private String value(String topic, String config) {
        return configs.get(topic).get(config).value();
    }

    private void verifyState(int partitions) {
        String topic = names.state();
        if (!configs.containsKey(topic)) {
            throw KafkaFailure.forOperator(
                    "the settings of topic " + topic + " may not be read by us",
                    "grant our principal DESCRIBE_CONFIGS on it");
        }
        String policy = value(topic, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (!policy.equals(TopicLayout.COMPACT)) {
            throw KafkaFailure.forOperator(
                    "the state topic " + topic + " has cleanup.policy=" + policy
                            + ": it would forget what is published",
                    layout.compactCommand(topic));
        }
        if (partitions != 1) {
            throw KafkaFailure.forOperator(
                    "the state topic " + topic + " has " + partitions + " partitions instead of one",
                    "name another topic in tickets.state-topic, or delete this one if it is not in use");
        }
    }

    private void verifySweeps() {
        String topic = names.sweeps();
        String policy =
                configs.containsKey(topic) ? value(topic, TopicConfig.CLEANUP_POLICY_CONFIG) : TopicLayout.COMPACT;
        if (!policy.equals(TopicLayout.COMPACT)) {
            String problem = "the sweep topic " + topic + " has cleanup.policy=" + policy
                    + ": once its records are gone, the stream counts as new";
            if (settings.skipFirstRun()) {
                throw KafkaFailure.forOperator(
                        problem + " and, with tickets.first-run=skip, loses changes", layout.compactCommand(topic));
            }
            LOG.warn("{}; {}", problem, layout.compactCommand(topic));
        }
    }
}
