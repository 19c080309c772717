package io.github.ticketstream.published;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the last complete sweep left for the next process. What the record does not say, or says in a way that can't be
 * believed, counts as not said.
 *
 * @param completedAt when it was complete
 * @param tickets tickets that it saw; 0 if the record does not say
 * @param apiCalls the calls that it took; 0 if the record does not say
 * @param callsThisMonth all calls up to then in that month; 0 if the record does not say
 * @param topics as they were then
 */
public record SweepRecord(Instant completedAt, long tickets, long apiCalls, long callsThisMonth, KnownTopics topics) {
    /** The header that carries the month's count. */
    public static final String CALLS_THIS_MONTH = "calls_this_month";

    /** The header that carries when the sweep began by Tuya's clock, epoch milliseconds: versions have their times from it, too. */
    public static final String BEGAN = "began_by_api_clock";

    /** As many calls as a budget can have at most. */
    private static final long MOST = 1_000_000_000;

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
            try {
                return JSON.writeValueAsBytes(this);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("seven numbers can't be written as JSON", e);
            }
        }
    }

    public static SweepRecord of(ConsumerRecord<String, byte[]> sweep) {
        JsonNode json = json(sweep.value());
        return new SweepRecord(
                Instant.ofEpochMilli(sweep.timestamp()),
                Math.max(0, count(json.path("total")) - count(json.path("dead_lettered"))),
                count(json.path("api_calls")),
                number(KnownTopics.header(sweep, CALLS_THIS_MONTH)),
                KnownTopics.of(sweep));
    }

    /** When the sweep began by Tuya's clock, epoch milliseconds; 0 if the record does not say. */
    public static long began(ConsumerRecord<String, byte[]> sweep) {
        return sweep.value() == null ? 0 : time(KnownTopics.header(sweep, BEGAN));
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static long count(JsonNode node) {
        return node.isIntegralNumber() ? number(node.asText()) : 0;
    }

    /** A count; 0 if that is not what it says. */
    static long number(String text) {
        long count = time(text);
        return count > MOST ? 0 : count;
    }

    /** Epoch milliseconds, or an offset; 0 if that is not what it says. */
    static long time(String text) {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
