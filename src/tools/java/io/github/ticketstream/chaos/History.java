package io.github.ticketstream.chaos;

import io.github.ticketstream.simulator.Removals;
import io.github.ticketstream.simulator.ServedVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a run left behind.
 *
 * @param served every version that the API gave away
 * @param badEntries every distinct entry that it gave away and that is no ticket
 * @param latest ticket_no → update_time, of the list as it stood at the end
 * @param living what the reader got that lived through all faults
 * @param later what one got that read afterwards
 * @param lastVersionsAfter how long after the last change the last version of every ticket had arrived
 * @param patience how long that may take
 * @param removals which tickets were deleted, and when
 * @param everyVersionCounts whether nothing that a complete sweep was served can have been lost on its way
 */
record History(
        List<ServedVersion> served,
        List<String> badEntries,
        Map<String, Long> latest,
        Reading living,
        Reading later,
        Duration lastVersionsAfter,
        Duration patience,
        boolean everyVersionCounts,
        Removals removals) {

    /** The four topics, partition by partition. */
    record Reading(
            List<ConsumerRecord<String, String>> tickets,
            List<ConsumerRecord<String, String>> state,
            List<ConsumerRecord<String, String>> sweeps,
            List<ConsumerRecord<String, String>> deadLetters) {

        static Reading of(LivingReader reader) {
            return new Reading(
                    reader.records(Stage.TICKETS),
                    reader.records(Stage.STATE),
                    reader.records(Stage.SWEEPS),
                    reader.records(Stage.DEAD_LETTERS));
        }
    }
}
