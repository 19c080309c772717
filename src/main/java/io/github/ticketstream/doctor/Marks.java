package io.github.ticketstream.doctor;

import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.StateKeys;
import it.unimi.dsi.fastutil.objects.Object2LongMap;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The marks of the state topic at two moments: before the ticket topic was read and after it. In between, a running stream
 * goes on; what is on the ticket topic must lie between the two.
 */
final class Marks {
    private static final long UNTOUCHED = Long.MIN_VALUE;

    /** Update times, negative for a version that was only skipped. */
    private final Object2LongOpenHashMap<String> before = new Object2LongOpenHashMap<>();
    /** Only what has changed since; 0 for a mark that was withdrawn. */
    private final Object2LongOpenHashMap<String> since = new Object2LongOpenHashMap<>();

    private final Set<String> withdrawn = new HashSet<>();
    private final Set<String> deadLetters = new HashSet<>();
    private final SortedMap<String, Long> unreadable = new TreeMap<>();

    private final Contents contents;
    /** Of marks that say what was published. */
    private final Map<String, Published> published = new HashMap<>();

    /**
     * What a mark says of the content that was published.
     *
     * @param writtenAt epoch milliseconds
     * @param silently whether the mark before it had the same update time and another content
     */
    record Published(long updateTime, String content, long writtenAt, boolean silently) {}

    Marks(Contents contents) {
        this.contents = contents;
        since.defaultReturnValue(UNTOUCHED);
    }

    void readBefore(ConsumerRecord<String, byte[]> mark) {
        long updateTime = read(mark);
        if (updateTime == 0) {
            before.removeLong(mark.key());
        } else {
            before.put(mark.key(), updateTime);
        }
    }

    void readSince(ConsumerRecord<String, byte[]> mark) {
        since.put(mark.key(), read(mark));
    }

    /** 0 if there is no ticket's mark. */
    private long read(ConsumerRecord<String, byte[]> mark) {
        String key = String.valueOf(mark.key());
        unreadable.remove(key);
        if (StateKeys.isStream(key)) {
            return 0;
        }
        if (StateKeys.isDeadLetter(key)) {
            deadLetters.add(key);
            return 0;
        }
        if (mark.value() == null) {
            withdrawn.add(key);
            published.remove(key);
            return 0;
        }
        Mark known = Mark.read(mark.value());
        if (known.updateTime() == 0) {
            unreadable.put(key, mark.offset());
        }
        note(key, known, mark.timestamp());
        return known.signedUpdateTime();
    }

    private void note(String key, Mark mark, long writtenAt) {
        String content = mark.isPublished() ? contents.of(mark) : "";
        if (content.isEmpty()) {
            published.remove(key);
            return;
        }
        Published before = published.get(key);
        boolean sameVersion = before != null && before.updateTime == mark.updateTime();
        if (sameVersion && before.content.equals(content)) {
            return;
        }
        published.put(key, new Published(mark.updateTime(), content, writtenAt, sameVersion));
    }

    /** What the mark says of the content that was published; empty if it does not, or has changed between the readings. */
    Optional<Published> published(String ticketNo) {
        return since.containsKey(ticketNo) ? Optional.empty() : Optional.ofNullable(published.get(ticketNo));
    }

    /** The earlier marks of versions that were published. */
    void forEachPublished(ObjLongConsumer<String> reader) {
        for (Object2LongMap.Entry<String> mark : before.object2LongEntrySet()) {
            if (mark.getLongValue() > 0) {
                reader.accept(mark.getKey(), mark.getLongValue());
            }
        }
    }

    /** The later marks of all tickets, skipped ones included. */
    void forEachLatest(ObjLongConsumer<String> reader) {
        Set<String> tickets = new HashSet<>(before.keySet());
        tickets.addAll(since.keySet());
        tickets.forEach(ticketNo -> {
            if (latest(ticketNo) > 0) {
                reader.accept(ticketNo, latest(ticketNo));
            }
        });
    }

    /** The update time of the later mark, of a version published or skipped; 0 if there is none. */
    long latest(String ticketNo) {
        long changed = since.getLong(ticketNo);
        return Math.abs(changed == UNTOUCHED ? before.getLong(ticketNo) : changed);
    }

    /** Whether someone asked by a tombstone for this ticket to be published again, as far as the topic still shows. */
    boolean isWithdrawn(String ticketNo) {
        return withdrawn.contains(ticketNo);
    }

    boolean isDeadLetter(String key) {
        return deadLetters.contains(key);
    }

    int count() {
        return before.size();
    }

    /** Number of the ticket, and offset, of each mark that is no update time. */
    SortedMap<String, Long> unreadable() {
        return unreadable;
    }
}
