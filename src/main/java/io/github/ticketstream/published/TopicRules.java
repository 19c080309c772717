package io.github.ticketstream.published;

import io.github.ticketstream.settings.TicketSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the settings of topics that are there must be. */
public final class TopicRules {
    private static final Logger LOG = LoggerFactory.getLogger(TopicRules.class);
    /** Key, headers and what Kafka adds take so much, before anything is said. */
    private static final int LEAST_RECORD = 2_048;

    private static final String DEFAULT_RECORD = "1048588";

    private final TicketSettings settings;
    private final TopicLayout layout;
    private final Map<String, Map<String, String>> configs = new HashMap<>();

    /** Reads the settings of the topics, as far as we may. */
    public TopicRules(Admin admin, TicketSettings settings, TopicLayout layout) {
        this.settings = settings;
        this.layout = layout;
        List<ConfigResource> resources = layout.topics().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                .toList();
        admin.describeConfigs(resources).values().forEach((resource, answer) -> {
            try {
                configs.put(resource.name(), values(TopicReader.get(answer)));
            } catch (AuthorizationException e) {
                LOG.debug("The settings of topic {} may not be read by us", resource.name());
            } catch (UnknownTopicOrPartitionException e) {
                LOG.debug("Topic {} is missing", resource.name());
            }
        });
    }

    /** What Kafka says of a topic or a broker, by the names of the settings. */
    public static Map<String, String> values(Config config) {
        Map<String, String> values = new HashMap<>();
        config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
        return values;
    }

    /** The settings of a topic by their names; empty if they may not be read by us. */
    public Map<String, String> config(String topic) {
        return configs.getOrDefault(topic, Map.of());
    }

    private String policy(String topic) {
        return config(topic).getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, TopicLayout.COMPACT);
    }

    /** @throws KafkaFailure if the state topic would forget, or keep marks where nobody reads them */
    public void verifyState(int partitions) {
        String topic = settings.topics().state();
        if (!configs.containsKey(topic)) {
            throw KafkaFailure.forOperator(
                    "the settings of topic " + topic + " may not be read by us",
                    "grant our principal DESCRIBE_CONFIGS on it");
        }
        if (!policy(topic).equals(TopicLayout.COMPACT)) {
            throw KafkaFailure.forOperator(
                    "the state topic " + topic + " has cleanup.policy=" + policy(topic)
                            + ": it would forget what is published",
                    layout.compactCommand(topic));
        }
        if (partitions != 1) {
            throw KafkaFailure.forOperator(
                    "the state topic " + topic + " has " + partitions + " partitions instead of one",
                    layout.onePartition(topic));
        }
    }

    /** What an operator should know about the sweep topic; empty if it is as it should be. */
    public String aboutSweeps() {
        String topic = settings.topics().sweeps();
        return policy(topic).equals(TopicLayout.COMPACT)
                ? ""
                : "the sweep topic " + topic + " has cleanup.policy=" + policy(topic)
                        + ": once its records are gone, a loss of marks is not noticed any more; what to do: "
                        + layout.compactCommand(topic);
    }

    /**
     * The largest record that a topic takes, in bytes; as far as we may know.
     *
     * @throws KafkaFailure if it takes none of ours
     */
    int largestRecord(String topic) {
        if (!configs.containsKey(topic)) {
            return Integer.MAX_VALUE;
        }
        int limit = Integer.parseInt(config(topic).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
        if (limit < LEAST_RECORD) {
            throw KafkaFailure.forOperator(
                    "topic " + topic + " has max.message.bytes=" + limit
                            + ": that is too little for any record of ours",
                    layout.configCommand(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, DEFAULT_RECORD));
        }
        return limit;
    }

    /** What there is to do about a ticket topic that has taken the place of another one; empty if nothing. */
    String repair(String topic) {
        return policy(topic).equals(TopicLayout.COMPACT)
                ? ""
                : "; it has cleanup.policy=" + policy(topic) + ": " + layout.compactCommand(topic);
    }
}
