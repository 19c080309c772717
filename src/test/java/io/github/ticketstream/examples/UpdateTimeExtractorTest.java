package io.github.ticketstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class UpdateTimeExtractorTest {
    private static final Instant PUBLISHED = Instant.parse("2026-03-01T12:00:00Z");

    /** Changes of a day, although all of them were published at one moment, and not in the order of their times. */
    @Test
    void windowsFollowTheTimeOfTheChange() {
        Map<String, Long> perDay = new TreeMap<>();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        "tickets",
                        Consumed.with(Serdes.String(), Serdes.String())
                                .withTimestampExtractor(new UpdateTimeExtractor()))
                .groupBy((number, ticket) -> "all", Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofDays(1), Duration.ofDays(30)))
                .count()
                .toStream()
                .foreach((day, count) -> perDay.put(day.window().startTime().toString(), count));
        Properties settings = new Properties();
        settings.put("application.id", "changes-per-day");
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), settings)) {
            TestInputTopic<String, String> tickets =
                    driver.createInputTopic("tickets", new StringSerializer(), new StringSerializer());
            tickets.pipeInput(ticket("T1", "2026-02-28T23:59:59.999Z"));
            tickets.pipeInput(ticket("T2", "2026-03-01T00:00:00.000Z"));
            tickets.pipeInput(ticket("T3", "2026-02-02T00:00:00.000Z"));
            tickets.pipeInput(ticket("T1", "2026-03-01T11:59:59.000Z"));
            tickets.pipeInput(new TestRecord<>("T4", "{}", new RecordHeaders(), PUBLISHED));
        }

        assertThat(perDay)
                .isEqualTo(Map.of("2026-02-02T00:00:00Z", 1L, "2026-02-28T00:00:00Z", 1L, "2026-03-01T00:00:00Z", 3L));
    }

    private static TestRecord<String, String> ticket(String number, String time) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_time", time.getBytes(StandardCharsets.UTF_8));
        return new TestRecord<>(number, "{}", headers, PUBLISHED);
    }
}
