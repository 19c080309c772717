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
    }

    /**
     * A ticket topic, by its name and by the id that Kafka gave it.
     *
     * @param name empty if it is not known
     */
    public record Tickets(String name, String id, int partitions) {}

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
