package io.github.ticketstream.published;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What a stream remembers of its topics, in the headers of each sweep record, to notice what others have made of them since. */
public record KnownTopics(State state, Tickets tickets) {
    private static final String STATE_TOPIC = "state_topic";
    private static final String STATE_TOPIC_ID = "state_topic_id";
    private static final String TRACKED = "tracked";
    private static final String STATE_TOPIC_BEGIN = "state_topic_begin";
    private static final String STATE_TOPIC_END = "state_topic_end";
    private static final String TICKET_TOPIC = "ticket_topic";
    private static final String TICKET_TOPIC_ID = "ticket_topic_id";
    private static final String TICKET_TOPIC_PARTITIONS = "ticket_topic_partitions";

    /**
     * A state topic, by its name and by the id that Kafka gave it.
     *
     * @param name empty if it is not known
     * @param tracked tickets that have a mark
     * @param begin offset of its first record; compaction never moves it, deletion does
     * @param end offset at which it ended
     */
    public record State(String name, String id, long tracked, long begin, long end) {
        /** Records of older programs don't name it. */
        boolean isKnown() {
            return !name.isEmpty();
        }

        /**
         * How marks were lost since; empty if none were. Fewer marks alone are no loss: a tombstone takes one away, and after
         * a while is gone itself. But tombstones make no other topic, and move neither its begin nor its end back.
         */
        String lossIn(State now) {
            if (!name.equals(now.name) || now.tracked >= tracked) {
                return "";
            }
            if (!id.equals(now.id)) {
                return "was deleted and made anew";
            }
            if (now.begin > begin) {
                return "has lost its oldest records (it begins at offset " + now.begin
                        + ", as after a time with another cleanup.policy than compact)";
            }
            return now.end < end
                    ? "has lost its newest records (it ends at offset " + now.end + " instead of " + end
                            + ", as after a broker has lost its disk)"
                    : "";
        }
    }

    /**
     * A ticket topic, by its name and by the id that Kafka gave it.
     *
     * @param name empty if it is not known
     */
    public record Tickets(String name, String id, int partitions) {
        /** What an operator should know of what has become of it since; empty if it is as it was. */
        String changeIn(Tickets now) {
            if (!name.equals(now.name)) {
                return "";
            }
            if (!id.equals(now.id)) {
                return "topic " + name + " was deleted and made anew: what was on it is not published again";
            }
            return now.partitions <= partitions
                    ? ""
                    : "topic " + name + " has " + now.partitions + " partitions instead of " + partitions
                            + ": a ticket whose next version comes on another partition has no order across the two, and its"
                            + " versions on the old one are neither compacted nor erased; what to do: if that matters, move to"
                            + " a new topic, see 'Subscribing'";
        }
    }

    /** As a sweep record's headers have them. */
    public Map<String, String> headers() {
        return Map.of(
                STATE_TOPIC,
                state.name,
                STATE_TOPIC_ID,
                state.id,
                TRACKED,
                Long.toString(state.tracked),
                STATE_TOPIC_BEGIN,
                Long.toString(state.begin),
                STATE_TOPIC_END,
                Long.toString(state.end),
                TICKET_TOPIC,
                tickets.name,
                TICKET_TOPIC_ID,
                tickets.id,
                TICKET_TOPIC_PARTITIONS,
                Integer.toString(tickets.partitions));
    }

    static KnownTopics of(ConsumerRecord<String, byte[]> sweep) {
        return new KnownTopics(
                new State(
                        header(sweep, STATE_TOPIC),
                        header(sweep, STATE_TOPIC_ID),
                        SweepRecord.number(header(sweep, TRACKED)),
                        SweepRecord.time(header(sweep, STATE_TOPIC_BEGIN)),
                        SweepRecord.time(header(sweep, STATE_TOPIC_END))),
                new Tickets(header(sweep, TICKET_TOPIC), header(sweep, TICKET_TOPIC_ID), (int)
                        SweepRecord.number(header(sweep, TICKET_TOPIC_PARTITIONS))));
    }

    /** Empty if there is none. */
    static String header(ConsumerRecord<String, byte[]> sweep, String name) {
        Header header = sweep.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
