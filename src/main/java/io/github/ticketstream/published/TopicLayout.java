package io.github.ticketstream.published;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.github.ticketstream.settings.TicketSettings;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The four topics as the program creates them, the requirements for existing ones, and the commands that fulfil these.
 * An existing topic's settings come by name; they are empty if we have no right to read them.
 */
public final class TopicLayout {
    private static final Logger LOG = LoggerFactory.getLogger(TopicLayout.class);
    private static final String POLICY = "cleanup.policy";
    private static final String COMPACT = "compact";
    private static final String MAX_LAG = "max.compaction.lag.ms";
    private static final String TEN_DAYS = "864000000";
    private static final String A_MONTH = "2592000000";
    /** Key, headers and Kafka's own bytes of a record with an empty value. */
    private static final int MIN_RECORD = 2_048;

    private final String brokers;
    private final TicketSettings.Topics names;
    private final Map<String, NewTopic> wanted = new LinkedHashMap<>();

    /** @param brokers the brokers' address, for the commands */
    public TopicLayout(String brokers, TicketSettings.Topics names) {
        this.brokers = brokers;
        this.names = names;
        // Every version stays for a week, the last one for ever. Erased data is off the disk within two weeks: a
        // segment is closed after one, and left alone for another. A reader that was away for a month still learns of
        // it.
        want(names.tickets(), names.partitions())
                .putAll(Map.of(
                        "min.compaction.lag.ms", "604800000", MAX_LAG, TEN_DAYS, "delete.retention.ms", A_MONTH));
        // Dead letters may hold personal data.
        want(names.deadLetter(), 1).putAll(Map.of(POLICY, "compact,delete", "retention.ms", A_MONTH));
        want(names.sweeps(), 1);
        want(names.state(), 1);
    }

    /** Returns its settings, to which callers add. */
    private Map<String, String> want(String topic, int partitions) {
        Map<String, String> config = new HashMap<>(Map.of(POLICY, COMPACT));
        wanted.put(topic, new NewTopic(topic, partitions, names.replicationFactor()).configs(config));
        return config;
    }

    /** Returns the topics to create. */
    public Collection<NewTopic> topics() {
        return Collections.unmodifiableCollection(wanted.values());
    }

    public NewTopic topic(String name) {
        return wanted.get(name);
    }

    /** Returns the rights that the principal needs on an existing topic. */
    public List<AclOperation> rights(String topic) {
        List<AclOperation> all = List.of(READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS);
        return topic.equals(names.state()) || topic.equals(names.sweeps()) ? all : all.subList(1, all.size());
    }

    public String rightsText(String topic) {
        return rights(topic).stream().map(AclOperation::name).collect(Collectors.joining(", "));
    }

    /** Returns the settings of the existing topics by their names, as far as we may read them. */
    public Map<String, Map<String, String>> configs(Admin admin) {
        List<ConfigResource> resources = wanted.keySet().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<String, Map<String, String>> configs = new HashMap<>();
        admin.describeConfigs(resources).values().forEach((resource, answer) -> {
            Map<String, String> config = Map.of();
            try {
                config = values(TopicReader.get(answer));
            } catch (AuthorizationException | UnknownTopicOrPartitionException e) {
                LOG.debug("The settings of topic {} are not known", resource.name(), e);
            }
            configs.put(resource.name(), config);
        });
        return configs;
    }

    /** Returns the settings of a topic or a broker by their names. */
    public static Map<String, String> values(Config config) {
        Map<String, String> values = new HashMap<>();
        config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
        return values;
    }

    private static String policy(Map<String, String> config) {
        return config.getOrDefault(POLICY, COMPACT);
    }

    /** @throws KafkaFailure if the state topic would forget, or keep marks where nobody reads them */
    public void verifyState(Map<String, String> config, int partitions) {
        String topic = names.state();
        if (config.isEmpty()) {
            throw KafkaFailure.forOperator(
                    "the settings of topic " + topic + " may not be read by us",
                    "grant the principal DESCRIBE_CONFIGS on it");
        }
        if (!policy(config).equals(COMPACT)) {
            throw KafkaFailure.forOperator(
                    "the state topic " + topic + " has cleanup.policy=" + policy(config)
                            + ": it would forget what is published",
                    compactCommand(topic));
        }
        if (partitions != 1) {
            // All marks are in the first partition.
            throw KafkaFailure.forOperator(
                    "the state topic " + topic + " has " + partitions + " partitions instead of one",
                    "Kafka takes no partitions away: if " + topic
                            + " is empty, delete it; if it is in use, move its marks to another"
                            + " topic, and name that one in tickets.state-topic, see 'Loss of the state topic'");
        }
    }

    /** Returns a notice about the sweep topic for an operator; empty if all is well. */
    public String aboutSweeps(Map<String, String> config) {
        return policy(config).equals(COMPACT)
                ? ""
                : "the sweep topic " + names.sweeps() + " has cleanup.policy=" + policy(config)
                        + ": once its records are gone, a loss of marks is not noticed any more; what to do: "
                        + compactCommand(names.sweeps());
    }

    /** Returns the remedy for a ticket topic that has replaced another one; empty if there is nothing to do. */
    String repair(Map<String, String> config) {
        return policy(config).equals(COMPACT)
                ? ""
                : "; it has cleanup.policy=" + policy(config) + "; what to do: " + compactCommand(names.tickets());
    }

    /**
     * The largest record that a topic takes, in bytes; as far as we may know.
     *
     * @throws KafkaFailure if it takes none of ours
     */
    int largestRecord(String topic, Map<String, String> config) {
        int limit = config.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(config.get("max.message.bytes"));
        if (limit < MIN_RECORD) {
            throw KafkaFailure.forOperator(
                    "topic " + topic + " has max.message.bytes=" + limit
                            + ": that is too little for any record of ours",
                    configCommand(topic, "max.message.bytes", "1048588"));
        }
        return limit;
    }

    /** Describes what the settings of the ticket topic mean; its owner decides. */
    public String aboutTickets(Map<String, String> config) {
        String deleted =
                "; versions are deleted by retention.ms=%s and retention.bytes=%s (-1: never): who subscribes later does not see them"
                        .formatted(config.get("retention.ms"), config.get("retention.bytes"));
        return (policy(config).contains("delete") ? deleted : "") + "; " + erasure(config);
    }

    /**
     * Describes when data erased from the topic is off the brokers' disks. A tombstone takes effect when its segment was
     * closed, {@code min.compaction.lag.ms} has passed, and Kafka's cleaner has come. Only {@code
     * max.compaction.lag.ms} limits the cleaner's delay; it also closes segments.
     */
    private String erasure(Map<String, String> config) {
        double segment = days(config, "segment.ms");
        double maxLag = days(config, MAX_LAG);
        double compacted = Math.max(maxLag, Math.min(segment, maxLag) + days(config, "min.compaction.lag.ms"));
        // Retention deletes each version, erased or not.
        double deleted = days(config, "retention.ms") + segment;
        double days = Math.ceil(Math.min(
                policy(config).contains(COMPACT) ? compacted : Double.POSITIVE_INFINITY,
                policy(config).contains("delete") ? deleted : Double.POSITIVE_INFINITY));
        return Double.isInfinite(days)
                ? "no day can be named by which erased data is off the disk; to name one: "
                        + configCommand(names.tickets(), MAX_LAG, TEN_DAYS)
                : "erased data is off the disk within " + (days == 1 ? "1 day" : (long) days + " days");
    }

    private static double days(Map<String, String> config, String key) {
        long millis = Long.parseLong(config.get(key));
        return millis < 0 || millis == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : millis / 86_400_000.0;
    }

    /** Returns the command that creates a topic as the program would. */
    public String createCommand(NewTopic topic) {
        String configs = topic.configs().entrySet().stream()
                .map(config -> " --config " + config.getKey() + "=" + config.getValue())
                .sorted()
                .collect(Collectors.joining());
        String replicas = topic.replicationFactor() > 0 ? " --replication-factor " + topic.replicationFactor() : "";
        return String.format(
                "kafka-topics.sh --bootstrap-server %s --create --topic %s --partitions %s%s%s",
                brokers, topic.name(), topic.numPartitions(), replicas, configs);
    }

    private String compactCommand(String topic) {
        return configCommand(topic, POLICY, COMPACT);
    }

    public String configCommand(String topic, String key, String value) {
        return String.format(
                "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s=%s",
                brokers, topic, key, value);
    }

    /** Returns the failure of a missing topic that was not created, with its remedy. */
    public KafkaFailure notCreated(String topic, KafkaException refusal) {
        // Also that of a right, which extends it.
        boolean byRule = refusal instanceof InvalidConfigurationException
                || refusal instanceof PolicyViolationException
                || refusal instanceof InvalidPartitionsException
                || refusal instanceof InvalidReplicationFactorException;
        return !byRule
                ? KafkaFailure.of(refusal)
                : KafkaFailure.forOperator(
                        "topic " + topic + " is missing, and Kafka refuses to create it (" + refusal.getMessage() + ")",
                        "grant the principal CREATE on it, set tickets.topics.replication-factor=-1 (the brokers' default) and"
                                + " tickets.topics.partitions as the cluster allows, or create it by hand: "
                                + createCommand(topic(topic)));
    }
}
