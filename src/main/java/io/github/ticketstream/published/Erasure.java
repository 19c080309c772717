package io.github.ticketstream.published;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * When what is erased from a topic is off the brokers' disks. A tombstone takes effect when its segment is closed, has lain for
 * {@code min.compaction.lag.ms}, and Kafka's cleaner has come to it; how long that one may take its time, only {@code
 * max.compaction.lag.ms} says, which closes segments as well.
 */
public final class Erasure {
    private static final long NEVER = Long.MAX_VALUE;

    private Erasure() {}

    /**
     * What a topic's settings mean for what is erased from it, in words.
     *
     * @param config the topic's settings, by their names
     */
    public static String inWords(TopicLayout layout, String topic, Map<String, String> config) {
        long millis = latest(config);
        if (millis == NEVER) {
            return "what is erased is off the disk on no day that could be named: "
                    + layout.configCommand(topic, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, TopicLayout.TEN_DAYS);
        }
        long days =
                Duration.ofMillis(millis + Duration.ofDays(1).toMillis() - 1).toDays();
        return "what is erased is off the disk within " + days + (days == 1 ? " day" : " days");
    }

    private static long latest(Map<String, String> config) {
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        long compacted = policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT) ? compacted(config) : NEVER;
        long deleted = policy.contains(TopicConfig.CLEANUP_POLICY_DELETE) ? deleted(config) : NEVER;
        return Math.min(compacted, deleted);
    }

    private static long compacted(Map<String, String> config) {
        long most = millis(config, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG);
        long closed = Math.min(millis(config, TopicConfig.SEGMENT_MS_CONFIG), most);
        return most == NEVER
                ? NEVER
                : Math.max(most, sum(closed, millis(config, TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG)));
    }

    /** Each version, whether it is erased or not. */
    private static long deleted(Map<String, String> config) {
        long retention = millis(config, TopicConfig.RETENTION_MS_CONFIG);
        return retention < 0 ? NEVER : sum(retention, millis(config, TopicConfig.SEGMENT_MS_CONFIG));
    }

    private static long sum(long one, long other) {
        return one > NEVER - other ? NEVER : one + other;
    }

    private static long millis(Map<String, String> config, String key) {
        return Long.parseLong(config.get(key));
    }
}
