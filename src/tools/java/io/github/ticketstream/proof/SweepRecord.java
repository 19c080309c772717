package io.github.ticketstream.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of the sweep topic: one complete sweep.
 *
 * @param completedAt when its last page was read; then comes the last transaction
 * @param writtenAt the record's own time, not before that of any ticket of the sweep
 */
public record SweepRecord(
        Instant startedAt,
        Instant completedAt,
        Instant writtenAt,
        long total,
        long published,
        long unchanged,
        long deadLettered,
        long apiCalls) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static SweepRecord read(ConsumerRecord<String, String> record) {
        try {
            JsonNode sweep = JSON.readTree(record.value());
            return new SweepRecord(
                    Instant.ofEpochMilli(sweep.required("started_at").asLong()),
                    Instant.ofEpochMilli(sweep.required("completed_at").asLong()),
                    Instant.ofEpochMilli(record.timestamp()),
                    sweep.required("total").asLong(),
                    sweep.required("published").asLong(),
                    sweep.required("unchanged").asLong(),
                    sweep.required("dead_lettered").asLong(),
                    sweep.required("api_calls").asLong());
        } catch (IOException e) {
            throw new UncheckedIOException("a sweep record that is no JSON: " + record.value(), e);
        }
    }

    /** Returns whether it was walking the list at this time. */
    public boolean covers(Instant time) {
        return !time.isBefore(startedAt) && !time.isAfter(completedAt);
    }
}
