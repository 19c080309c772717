package io.github.ticketstream.proof;

import io.github.ticketstream.simulator.Removals;
import io.github.ticketstream.simulator.ServedVersion;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The evidence of a run.
 *
 * @param served every version that the API gave to the application
 * @param latest ticket_no → update_time of the list as it stood at the end
 * @param published the ticket topic as a {@code read_committed} subscriber got it, each ticket's records in their order
 * @param state ticket_no → its mark
 * @param sweeps every complete sweep
 * @param removals which tickets were deleted, and when
 */
public record Evidence(
        List<ServedVersion> served,
        Map<String, Long> latest,
        List<ConsumerRecord<String, String>> published,
        Map<String, String> state,
        List<SweepRecord> sweeps,
        Removals removals) {

    /** Collects the evidence from this API, and from all records of three topics. */
    public static Evidence of(
            TuyaSimulator tuya,
            List<ConsumerRecord<String, String>> tickets,
            List<ConsumerRecord<String, String>> state,
            List<ConsumerRecord<String, String>> sweeps) {
        return new Evidence(
                tuya.log().versions(),
                tuya.tickets().latest(),
                tickets,
                marks(state),
                sweeps.stream().map(SweepRecord::read).toList(),
                tuya.tickets().removals());
    }

    /** Returns the marks of a state topic, without the stream's own keys and those of dead letters. */
    public static Map<String, String> marks(List<ConsumerRecord<String, String>> state) {
        Map<String, String> marks = newest(state);
        marks.keySet().removeIf(key -> key.startsWith("stream/") || key.startsWith("dead-letter/"));
        marks.values().removeIf(mark -> mark == null);
        return marks;
    }

    /** The last value of each key, as compaction leaves it. */
    public static Map<String, String> newest(List<ConsumerRecord<String, String>> records) {
        Map<String, String> newest = new HashMap<>();
        records.forEach(record -> newest.put(record.key(), record.value()));
        return newest;
    }
}
