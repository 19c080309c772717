package io.github.ticketstream.published;

import static java.util.Map.entry;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The stream's memory of its topics, in the headers of each sweep record. It reveals changes that others have made
 * since.
 */
public record KnownTopics(State state, Tickets tickets) {
    /**
     * @param name empty if it is not known: records of older programs don't name it
     * @param id which Kafka gave it
     * @param tracked tickets that have a mark
     * @param begin offset of its first record; compaction never moves it, deletion does
     * @param end offset at which it ended
     */
    public record State(String name, String id, long tracked, long begin, long end) {
        boolean isKnown() {
            return !name.isEmpty();
        }
    }

    /** @param name empty if it is not known */
    public record Tickets(String name, String id, int partitions) {}

    /** Returns them as headers of a sweep record. */
    public Map<String, String> headers() {
        return Map.ofEntries(
                entry("state_topic", state.name),
                entry("state_topic_id", state.id),
                entry("tracked", Long.toString(state.tracked)),
                entry("state_topic_begin", Long.toString(state.begin)),
                entry("state_topic_end", Long.toString(state.end)),
                entry("ticket_topic", tickets.name),
                entry("ticket_topic_id", tickets.id),
                entry("ticket_topic_partitions", Integer.toString(tickets.partitions)));
    }

    static KnownTopics of(ConsumerRecord<String, byte[]> sweep) {
        State state = new State(
                header(sweep, "state_topic"),
                header(sweep, "state_topic_id"),
                SweepRecord.number(header(sweep, "tracked")),
                SweepRecord.time(header(sweep, "state_topic_begin")),
                SweepRecord.time(header(sweep, "state_topic_end")));
        int partitions = (int) SweepRecord.number(header(sweep, "ticket_topic_partitions"));
        return new KnownTopics(
                state, new Tickets(header(sweep, "ticket_topic"), header(sweep, "ticket_topic_id"), partitions));
    }

    /** Empty if there is none. */
    static String header(ConsumerRecord<String, byte[]> sweep, String name) {
        Header header = sweep.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
