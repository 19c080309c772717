package io.github.ticketstream.published;

import io.github.ticketstream.process.Printable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks that are no update time, which others have written. Publishing their tickets could be a repetition, and not doing so a
 * loss: each holds back its own ticket, and nothing else, until it is mended.
 */
final class UnreadableMarks {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableMarks.class);
    private static final int MAX_KEY = 100;

    /** By their keys, their offsets. */
    private final SortedMap<String, Long> offsets = new TreeMap<>();

    private String topic = "";
    private Map<String, Long> told = Map.of();
    private volatile String notice = "";

    void add(ConsumerRecord<String, byte[]> mark) {
        topic = mark.topic();
        offsets.put(mark.key(), mark.offset());
    }

    void remove(String key) {
        offsets.remove(key);
    }

    /** Empty if there are none; can be read by any thread. */
    String notice() {
        return notice;
    }

    /** Warns of those that were not there when this was called last. */
    void tell() {
        if (offsets.equals(told)) {
            return;
        }
        notice = offsets.isEmpty() ? "" : text();
        if (!told.entrySet().containsAll(offsets.entrySet())) {
            LOG.warn("{}", notice);
        }
        told = Map.copyOf(offsets);
    }

    private String text() {
        String first = offsets.firstKey();
        int count = offsets.size();
        return (count == 1 ? "one mark" : count + " marks") + " on the state topic " + topic
                + " can't be read, " + (count == 1 ? "" : "the first ") + "at offset " + offsets.get(first)
                + " for key "
                + Printable.of(first, MAX_KEY)
                + (count == 1 ? ": its ticket is" : ": their tickets are")
                + " held back; what to do: write the ticket's update_time, in decimal, under that key, or a tombstone to have"
                + " it published again";
    }

    void clear() {
        offsets.clear();
    }
}
