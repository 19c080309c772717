package io.github.ticketstream.published;

import io.github.ticketstream.settings.TicketSettings;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;

/** The four topics as the program wants them, and the commands that make them so. */
public final class TopicLayout {
    static final String COMPACT = TopicConfig.CLEANUP_POLICY_COMPACT;
    /** Every version stays for a week, the last one for ever. */
    private static final String A_WEEK = "604800000";

    private static final String COMPACT_AND_DELETE =
            TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE;
    /** What was erased is off the disk within two weeks: a segment is closed after a week, and left alone for another. */
    static final String TEN_DAYS = "864000000";

    /** Dead letters may hold personal data: 30 days. As long, a reader that was away still learns of what was erased. */
    private static final String A_MONTH = "2592000000";

    private final String brokers;
    private final TicketSettings.Topics names;
    private final Map<String, NewTopic> wanted = new LinkedHashMap<>();

    /** @param brokers the brokers' address, for the commands */
    public TopicLayout(String brokers, TicketSettings.Topics names) {
        this.brokers = brokers;
        this.names = names;
        want(
                names.tickets(),
                names.partitions(),
                Map.of(
                        TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                        A_WEEK,
                        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                        TEN_DAYS,
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        A_MONTH));
        want(
                names.deadLetter(),
                1,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        COMPACT_AND_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        A_MONTH));
        want(names.sweeps(), 1, Map.of());
        want(names.state(), 1, Map.of());
    }

    private void want(String topic, int partitions, Map<String, String> beside) {
        Map<String, String> config = new HashMap<>(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, COMPACT));
        config.putAll(beside);
        wanted.put(topic, new NewTopic(topic, partitions, names.replicationFactor()).configs(config));
    }

    /** The topics as they are created. */
    public Collection<NewTopic> topics() {
        return Collections.unmodifiableCollection(wanted.values());
    }

    /** The topic of that name as it is created. */
    public NewTopic topic(String name) {
        return wanted.get(name);
    }

    /** What our principal must be allowed on a topic that is there. */
    public List<AclOperation> rights(String topic) {
        boolean read = topic.equals(names.state()) || topic.equals(names.sweeps());
        List<AclOperation> always = List.of(AclOperation.WRITE, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
        return read ? List.of(AclOperation.READ, always.get(0), always.get(1), always.get(2)) : always;
    }

    /** The same in words. */
    public String rightsText(String topic) {
        List<String> rights = rights(topic).stream().map(AclOperation::name).toList();
        return String.join(", ", rights.subList(0, rights.size() - 1)) + " and " + rights.get(rights.size() - 1);
    }

    /** The command that creates a topic as the program would. */
    public String createCommand(NewTopic topic) {
        return "kafka-topics.sh --bootstrap-server " + brokers + " --create --topic " + topic.name() + " --partitions "
                + topic.numPartitions()
                + (topic.replicationFactor() > 0 ? " --replication-factor " + topic.replicationFactor() : "")
                + topic.configs().entrySet().stream()
                        .map(config -> " --config " + config.getKey() + "=" + config.getValue())
                        .sorted()
                        .collect(Collectors.joining());
    }

    /** What to do about a state topic with several partitions: of its marks, all are in the first one. */
    public String onePartition(String topic) {
        return "Kafka takes no partitions away: if " + topic
                + " is empty, delete it; if it is in use, move its marks to another"
                + " topic, and name that one in tickets.state-topic, see 'Loss of the state topic'";
    }

    /** The command that sets a topic's cleanup policy right. */
    public String compactCommand(String topic) {
        return configCommand(topic, TopicConfig.CLEANUP_POLICY_CONFIG, COMPACT);
    }

    /** The command that changes one setting of a topic. */
    public String configCommand(String topic, String key, String value) {
        return "kafka-configs.sh --bootstrap-server " + brokers + " --alter --entity-type topics --entity-name " + topic
                + " --add-config " + key + "=" + value;
    }

    /** Why a missing topic is not created, and what to do about it. */
    public KafkaFailure notCreated(String topic, KafkaException refusal, Admin admin) {
        String command = createCommand(topic(topic));
        if (refusal instanceof AuthorizationException) {
            return KafkaFailure.forOperator(
                    "topic " + topic + " is missing and may not be created by us",
                    "create it, or grant our principal CREATE on it: " + command);
        }
        if (refusal instanceof InvalidReplicationFactorException) {
            int count = TopicReader.get(admin.describeCluster().nodes()).size();
            return KafkaFailure.forOperator(
                    "topic " + topic + " can't have so many replicas (" + refusal.getMessage() + ")",
                    "set tickets.topics.replication-factor=" + count
                            + ", the number of brokers, or start more of them");
        }
        return refusal instanceof PolicyViolationException
                        || refusal instanceof InvalidConfigurationException
                        || refusal instanceof InvalidPartitionsException
                ? KafkaFailure.forOperator(
                        "the cluster refuses to create topic " + topic + " (" + refusal.getMessage() + ")",
                        "create it by hand as the cluster allows: " + command)
                : KafkaFailure.of(refusal);
    }
}
