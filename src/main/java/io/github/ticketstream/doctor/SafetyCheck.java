package io.github.ticketstream.doctor;

import io.github.ticketstream.published.TopicLayout;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.TopicConfig;

/** Whether what was committed to a topic survives the loss of a broker. */
final class SafetyCheck {
    private static final int REPLICATED = 3;
    private static final int SAFE = 2;

    private final TopicLayout layout;
    private final int brokers;

    SafetyCheck(TopicLayout layout, int brokers) {
        this.layout = layout;
        this.brokers = brokers;
    }

    /** A topic that is there. */
    CheckResult judge(String check, TopicDescription topic, Map<String, String> config) {
        int replicas = topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        int needed = Math.min(replicas, minIsr(config));
        Optional<TopicPartitionInfo> away = topic.partitions().stream()
                .filter(partition -> isAway(partition) || partition.isr().size() < needed)
                .findFirst();
        if (away.isPresent()) {
            return CheckResult.fail(
                    check,
                    "partition " + away.get().partition() + " of " + topic.name() + " has "
                            + away.get().isr().size() + " of " + replicas + " replicas in sync"
                            + (isAway(away.get()) ? " and no leader" : "") + ", and takes no records",
                    "bring the brokers back that hold it");
        }
        return judge(check, topic.name(), replicas, config);
    }

    private static boolean isAway(TopicPartitionInfo partition) {
        return partition.leader() == null || partition.leader().isEmpty();
    }

    /** @param config of the topic, or what it would be */
    CheckResult judge(String check, String topic, int replicas, Map<String, String> config) {
        String unclean = config.get(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG);
        String found = replicas + (replicas == 1 ? " replica" : " replicas") + ", min.insync.replicas=" + minIsr(config)
                + ", unclean.leader.election.enable=" + unclean;
        if (Boolean.parseBoolean(unclean)) {
            return CheckResult.fail(
                    check,
                    found + ": a replica that lags behind can become the leader, and what was committed is gone",
                    layout.configCommand(topic, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false"));
        }
        if (replicas < Math.min(REPLICATED, brokers)) {
            return CheckResult.warn(
                    check,
                    found + ", on " + brokers + " brokers",
                    "give it " + REPLICATED + " replicas by kafka-reassign-partitions.sh");
        }
        if (replicas >= REPLICATED && minIsr(config) < SAFE) {
            return CheckResult.warn(
                    check,
                    found + ": what is committed may be on one disk only",
                    layout.configCommand(topic, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(SAFE)));
        }
        return CheckResult.ok(check, found);
    }

    private static int minIsr(Map<String, String> config) {
        return Integer.parseInt(config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG));
    }
}
