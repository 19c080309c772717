package io.github.ticketstream.published;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The ticket topic as it was found, kept like {@link StateTopic}. Its changes are its owner's business, but subscribers
 * depend on it.
 *
 * @param name empty if it is not known
 */
record TicketTopic(String name, String id, int partitions) {
    /** Returns it as headers of a sweep record. */
    Map<String, String> headers() {
        return Map.of(
                "ticket_topic", name,
                "ticket_topic_id", id,
                "ticket_topic_partitions", Integer.toString(partitions));
    }

    static TicketTopic of(ConsumerRecord<String, byte[]> sweep) {
        int partitions = (int) SweepRecord.number(StateTopic.header(sweep, "ticket_topic_partitions"));
        return new TicketTopic(
                StateTopic.header(sweep, "ticket_topic"), StateTopic.header(sweep, "ticket_topic_id"), partitions);
    }

    /**
     * Describes for an operator what others have made of it since then; empty if it is as it was.
     *
     * @param repair the remedy for the settings of a new topic; empty if there is nothing to do
     */
    String changeSince(TicketTopic before, String repair) {
        if (!before.name.equals(name)) {
            return "";
        }
        if (!before.id.equals(id)) {
            return "topic " + name + " was deleted and recreated: its earlier records are not published again" + repair;
        }
        return partitions <= before.partitions
                ? ""
                : "topic " + name + " has " + partitions + " partitions instead of " + before.partitions
                        + ": a ticket whose next version comes on another partition has no order across the two, and its"
                        + " versions on the old one are neither compacted nor erased; what to do: if that matters, move to"
                        + " a new topic, see 'Subscribing'";
    }
}
