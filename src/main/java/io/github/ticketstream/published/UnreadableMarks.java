package io.github.ticketstream.published;

import io.github.ticketstream.process.Printable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks that are no update time, which others have written. Publishing such a ticket could repeat a version, and not
 * publishing it could lose one, so each holds back its own ticket, and no other, until it is repaired.
 */
final class UnreadableMarks {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableMarks.class);

    private final SortedMap<String, Long> offsetsByKey = new TreeMap<>();
    private String topic = "";
    private Map<String, Long> noticed = Map.of();
    private volatile String notice = "";

    void add(ConsumerRecord<String, byte[]> mark) {
        topic = mark.topic();
        offsetsByKey.put(mark.key(), mark.offset());
    }

    void remove(String key) {
        offsetsByKey.remove(key);
    }

    void clear() {
        offsetsByKey.clear();
    }

    /** Empty if there are none; can be read by any thread. */
    String notice() {
        return notice;
    }

    /** Warns of those that are new since the last call. */
    void warn() {
        if (offsetsByKey.equals(noticed)) {
            return;
        }
        notice = offsetsByKey.isEmpty() ? "" : text();
        if (!noticed.entrySet().containsAll(offsetsByKey.entrySet())) {
            LOG.warn("{}", notice);
        }
        noticed = Map.copyOf(offsetsByKey);
    }

    private String text() {
        String first = offsetsByKey.firstKey();
        int count = offsetsByKey.size();
        return String.format(
                "%s on the state topic %s can't be read, %sat offset %s for key %s: %s held back; what to do: write the ticket's"
                        + " update_time, in decimal, under that key, or a tombstone to have it published again",
                count == 1 ? "one mark" : count + " marks",
                topic,
                count == 1 ? "" : "the first ",
                offsetsByKey.get(first),
                Printable.of(first, 100),
                count == 1 ? "its ticket is" : "their tickets are");
    }
}
