package io.github.ticketstream.proof;

import io.github.ticketstream.simulator.Removals;
import io.github.ticketstream.simulator.ServedVersion;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a run left behind.
 *
 * @param served every version that the API gave to the application
 * @param latest ticket_no → update_time of the list as it stood at the end
 * @param published the ticket topic as a {@code read_committed} subscriber got it, each ticket's records in their order
 * @param state ticket_no → value, the last one for each key of the state topic; the stream's own keys don't count
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
    /** What the stream keeps there for itself. */
    private static final String STREAM = "stream/";

    public Evidence {
        state = state.entrySet().stream()
                .filter(mark -> mark.getValue() != null && !mark.getKey().startsWith(STREAM))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
