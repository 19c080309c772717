package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.settings.TestSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What settings of a topic mean for what is erased from it. */
final class TopicLayoutTest {
    private final TopicLayout layout =
            new TopicLayout("kafka:9092", TestSettings.tickets().topics());

    @Test
    void fromOurOwnTicketTopicItIsOffTheDiskWithinTwoWeeks() {
        NewTopic topic = layout.topic("tuya.tickets");

        assertThat(erasure(topic.configs())).isEqualTo("; erased data is off the disk within 14 days");
    }

    @ParameterizedTest
    @CsvSource({
        "compact, 9223372036854775807, -1, no day can be named",
        "compact, 86400000, -1, within 1 day",
        "delete, 9223372036854775807, 86400000, within 8 days",
        "delete, 86400000, -1, no day can be named",
        "'compact,delete', 9223372036854775807, 86400000, within 8 days",
        "'compact,delete', 86400000, 864000000, within 1 day",
        "delete, 9223372036854775807, 9223372036854775807, no day can be named"
    })
    void ofOtherTopicsItsSettingsTell(String policy, String maxLag, String retention, String told) {
        assertThat(erasure(
                        Map.of("cleanup.policy", policy, "max.compaction.lag.ms", maxLag, "retention.ms", retention)))
                .contains(told);
    }

    @Test
    void whereNoDayCanBeNamedTheCommandDoesThatSetsOne() {
        assertThat(erasure(Map.of("cleanup.policy", "compact")))
                .endsWith("--entity-name tuya.tickets --add-config max.compaction.lag.ms=864000000");
    }

    /** With Kafka's defaults for the rest. */
    private String erasure(Map<String, String> settings) {
        Map<String, String> config = new HashMap<>(Map.of(
                "segment.ms", "604800000",
                "min.compaction.lag.ms", "0",
                "max.compaction.lag.ms", Long.toString(Long.MAX_VALUE),
                "retention.ms", "604800000"));
        config.putAll(settings);
        return layout.aboutTickets(config);
    }
}
