package io.github.ticketstream.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The record of the last complete sweep, for the next process. A value that is missing or implausible is 0.
 *
 * @param apiCalls the calls that it took
 * @param callsThisMonth all calls up to then in that month
 */
public record SweepRecord(
        Instant completedAt, long apiCalls, long callsThisMonth, StateTopic state, TicketTopic tickets) {
    /** The header for that. */
    public static final String CALLS_THIS_MONTH = "calls_this_month";
    /** The header with the sweep's start by Tuya's clock, from which versions have their times; epoch millis. */
    public static final String BEGAN = "began_by_api_clock";

    /** A budget can have as many calls at most. */
    private static final long MAX_CALLS = 1_000_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A sweep record's value; times in epoch milliseconds. The order of the fields is that of the JSON. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Counts(
            long startedAt,
            long completedAt,
            long total,
            long published,
            long unchanged,
            long deadLettered,
            long apiCalls) {
        public byte[] toJson() {
            return JSON.valueToTree(this).toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    public static SweepRecord of(ConsumerRecord<String, byte[]> sweep) {
        JsonNode json = JSON.missingNode();
        try {
            json = JSON.readTree(sweep.value());
        } catch (IOException e) {
            // Somebody else wrote it.
        }
        return new SweepRecord(
                Instant.ofEpochMilli(sweep.timestamp()),
                json.path("api_calls").isIntegralNumber()
                        ? number(json.path("api_calls").asText())
                        : 0,
                number(StateTopic.header(sweep, CALLS_THIS_MONTH)),
                StateTopic.of(sweep),
                TicketTopic.of(sweep));
    }

    /** When the sweep began by Tuya's clock, epoch milliseconds; 0 if the record does not say. */
    public static long began(ConsumerRecord<String, byte[]> sweep) {
        return sweep.value() == null ? 0 : time(StateTopic.header(sweep, BEGAN));
    }

    /** A count; 0 if the text is none. */
    static long number(String text) {
        long count = time(text);
        return count > MAX_CALLS ? 0 : count;
    }

    /** Epoch milliseconds, or an offset; 0 if the text is neither. */
    static long time(String text) {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
