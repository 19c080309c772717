package io.github.ticketstream.doctor;

import io.github.ticketstream.published.Erasure;
import io.github.ticketstream.published.TopicLayout;
import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** Whether a topic keeps what it is for. */
final class LayoutCheck {
    private final TopicLayout layout;
    private final TicketSettings settings;

    LayoutCheck(TopicLayout layout, TicketSettings settings) {
        this.layout = layout;
        this.settings = settings;
    }

    CheckResult judge(String check, String topic, int partitions, Map<String, String> config) {
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        boolean compact = policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT);
        String found = topic + ": " + partitions + (partitions == 1 ? " partition" : " partitions")
                + ", cleanup.policy=" + policy;
        if (topic.equals(settings.topics().state()) && !compact) {
            return CheckResult.fail(check, found + ": it would forget what is published", layout.compactCommand(topic));
        }
        if (topic.equals(settings.topics().state()) && partitions != 1) {
            return CheckResult.fail(check, found + " instead of one partition", layout.onePartition(topic));
        }
        if (topic.equals(settings.topics().sweeps()) && !compact) {
            return CheckResult.warn(
                    check,
                    found + ": once its records are gone, a loss of marks is not noticed any more",
                    layout.compactCommand(topic));
        }
        if (topic.equals(settings.topics().tickets())) {
            String keeps = policy.contains(TopicConfig.CLEANUP_POLICY_DELETE) ? "; " + retention(config) : "";
            return CheckResult.ok(check, found + keeps + "; " + Erasure.inWords(layout, topic, config));
        }
        return CheckResult.ok(check, found);
    }

    /** The topic's owner decides: only a warning. */
    private static String retention(Map<String, String> config) {
        long millis = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG));
        long bytes = Long.parseLong(config.get(TopicConfig.RETENTION_BYTES_CONFIG));
        if (millis < 0 && bytes < 0) {
            return "nothing is ever deleted, since neither retention.ms nor retention.bytes is limited";
        }
        String after = millis < 0 ? "" : " after " + days(millis);
        String beyond = bytes < 0 ? "" : " beyond " + bytes + " bytes a partition";
        return "versions are deleted" + after + beyond + ": who subscribes later does not see them";
    }

    private static String days(long millis) {
        long days = Duration.ofMillis(millis).toDays();
        return days > 0 ? days + " days" : millis / 1000 + " s";
    }
}
