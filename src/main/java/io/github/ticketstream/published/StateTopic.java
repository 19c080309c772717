package io.github.ticketstream.published;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The state topic as it was found. The headers of each sweep record keep it: they reveal changes that others have made
 * since.
 *
 * @param name empty if it is not known, because somebody else wrote the record
 * @param id which Kafka gave it
 * @param tracked tickets that have a mark
 * @param begin offset of its first record; compaction never moves it, deletion does
 * @param end offset at which it ended
 */
public record StateTopic(String name, String id, long tracked, long begin, long end) {
    /** Returns it as headers of a sweep record. */
    public Map<String, String> headers() {
        return Map.of(
                "state_topic", name,
                "state_topic_id", id,
                "tracked", Long.toString(tracked),
                "state_topic_begin", Long.toString(begin),
                "state_topic_end", Long.toString(end));
    }

    static StateTopic of(ConsumerRecord<String, byte[]> sweep) {
        return new StateTopic(
                header(sweep, "state_topic"),
                header(sweep, "state_topic_id"),
                SweepRecord.number(header(sweep, "tracked")),
                SweepRecord.time(header(sweep, "state_topic_begin")),
                SweepRecord.time(header(sweep, "state_topic_end")));
    }

    /** Empty if there is none. */
    static String header(ConsumerRecord<String, byte[]> sweep, String name) {
        Header header = sweep.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
