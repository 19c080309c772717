package io.github.ticketstream.published;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What the last complete sweep left for the next process. What the record does not say, or says in a way that can't be
 * believed, counts as not said.
 *
 * @param completedAt when it was complete
 * @param tickets tickets that it saw; 0 if the record does not say
 * @param apiCalls the calls that it took; 0 if the record does not say
 * @param callsThisMonth all calls up to then in that month; 0 if the record does not say
 * @param topics as they were then
 */
public record SweepRecord(Instant completedAt, long tickets, long apiCalls, long callsThisMonth, Topics topics) {
    /** The header that carries the month's count. */
    public static final String CALLS_THIS_MONTH = "calls_this_month";

    /** The header that carries when the sweep began by Tuya's clock, epoch milliseconds: versions have their times from it, too. */
    public static final String BEGAN = "began_by_api_clock";

    // The headers that carry what the topics were.
    static final String STATE_TOPIC = "state_topic";
    static final String STATE_TOPIC_ID = "state_topic_id";
    static final String TRACKED = "tracked";
    static final String STATE_TOPIC_BEGIN = "state_topic_begin";
    static final String STATE_TOPIC_END = "state_topic_end";
    static final String TICKET_TOPIC = "ticket_topic";
    static final String TICKET_TOPIC_ID = "ticket_topic_id";
    static final String TICKET_TOPIC_PARTITIONS = "ticket_topic_partitions";

    /** As many calls as a budget can have at most. */
    private static final long MOST = 1_000_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those of which it matters whether they are still the same. */
    public record Topics(StateTopic state, TicketTopic tickets) {
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
    }

    /**
     * A state topic, by its name and by the id that Kafka gave it.
     *
     * @param name empty if it is not known
     * @param tracked tickets that have a mark
     * @param begin offset of its first record; compaction never moves it, deletion does
     * @param end offset at which it ended
     */
    public record StateTopic(String name, String id, long tracked, long begin, long end) {
        /**
         * How marks were lost since; empty if none were. Fewer marks alone are no loss: a tombstone takes one away, and after
         * a while is gone itself. But tombstones make no other topic, and move neither its begin nor its end back.
         */
        String lossIn(StateTopic now) {
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
    public record TicketTopic(String name, String id, int partitions) {
        /** What an operator should know of what has become of it since; empty if it is as it was. */
        public String changeIn(TicketTopic now) {
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

    /** A sweep record's value; times in epoch milliseconds. The order of the fields is that of the JSON. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Counts(
            long startedAt,
            long completedAt,
            long total,
            long published,
            long unchanged,
            long deadLettered,
            long apiCalls) {
        public byte[] toJson() {
            try {
                return JSON.writeValueAsBytes(this);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("seven numbers can't be written as JSON", e);
            }
        }
    }

    public static SweepRecord of(ConsumerRecord<String, byte[]> sweep) {
        JsonNode json = json(sweep.value());
        return new SweepRecord(
                Instant.ofEpochMilli(sweep.timestamp()),
                count(json.path("total")) - Math.min(count(json.path("total")), count(json.path("dead_lettered"))),
                count(json.path("api_calls")),
                number(header(sweep, CALLS_THIS_MONTH)),
                topics(sweep));
    }

    /** When the sweep began by Tuya's clock, epoch milliseconds; 0 if the record does not say. */
    public static long began(ConsumerRecord<String, byte[]> sweep) {
        return sweep.value() == null ? 0 : time(header(sweep, BEGAN));
    }

    private static Topics topics(ConsumerRecord<String, byte[]> sweep) {
        return new Topics(
                new StateTopic(
                        header(sweep, STATE_TOPIC),
                        header(sweep, STATE_TOPIC_ID),
                        number(header(sweep, TRACKED)),
                        time(header(sweep, STATE_TOPIC_BEGIN)),
                        time(header(sweep, STATE_TOPIC_END))),
                new TicketTopic(header(sweep, TICKET_TOPIC), header(sweep, TICKET_TOPIC_ID), (int)
                        number(header(sweep, TICKET_TOPIC_PARTITIONS))));
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static long count(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? believed(node.longValue()) : 0;
    }

    private static String header(ConsumerRecord<String, byte[]> sweep, String name) {
        Header header = sweep.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    static long number(String text) {
        try {
            return believed(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Epoch milliseconds, or an offset; 0 if that is not what it says. */
    static long time(String text) {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static long believed(long count) {
        return count < 0 || count > MOST ? 0 : count;
    }
}
