package io.github.ticketstream.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What the last complete sweep left for the next process.
 *
 * @param completedAt when it was complete
 * @param apiCalls the calls that it took; 0 if the record does not tell
 * @param callsThisMonth all calls up to then in that calendar month (UTC); 0 if the record does not tell
 */
public record SweepRecord(Instant completedAt, long apiCalls, long callsThisMonth) {
    /** The header that carries the month's count. */
    public static final String CALLS_THIS_MONTH = "calls_this_month";

    private static final ObjectMapper JSON = new ObjectMapper();

    static SweepRecord of(ConsumerRecord<String, byte[]> sweep) {
        return new SweepRecord(
                Instant.ofEpochMilli(sweep.timestamp()),
                apiCalls(sweep.value()),
                callsThisMonth(sweep.headers().lastHeader(CALLS_THIS_MONTH)));
    }

    private static long apiCalls(byte[] value) {
        try {
            JsonNode sweep = JSON.readTree(value);
            return Math.max(0, sweep.path("api_calls").asLong());
        } catch (IOException e) {
            return 0;
        }
    }

    private static long callsThisMonth(Header header) {
        try {
            return header == null ? 0 : Math.max(0, Long.parseLong(new String(header.value(), StandardCharsets.UTF_8)));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
