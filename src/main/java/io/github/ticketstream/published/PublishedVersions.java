package io.github.ticketstream.published;

import io.github.ticketstream.process.Printable;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state and the sweep topic as read: the mark of each ticket, the bad entries that were published as dead letters,
 * and whether and when a sweep was complete. Only reading changes it.
 *
 * <p>Reading a record never throws, because others can write to these topics, too.
 *
 * <p>One thread reads at a time. {@link #tracked}, {@link #recordsRead} and {@link #wasDeadLettered} are for any.
 */
public final class PublishedVersions {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedVersions.class);

    private final KnownTickets tickets = new KnownTickets();
    /** The keys of bad entries that were published. */
    private final Set<String> deadLetters = ConcurrentHashMap.newKeySet();

    /** Keys whose last record is a tombstone. */
    private final Set<String> withdrawn = new HashSet<>();

    /**
     * The offsets of marks that are no update time, which others have written. Publishing such a ticket could repeat a
     * version, and not publishing it could lose one, so each holds back its own ticket until it is repaired.
     */
    private final SortedMap<String, Long> unreadable = new TreeMap<>();

    private final StreamNotes notes = new StreamNotes();
    private Consumer<SweepRecord> sweepReader = sweep -> {};
    private SweepRecord lastSweep;
    private long sweepOffset = -1;
    private volatile String notice = "";
    private volatile int tracked;
    private volatile long recordsRead;

    public KnownTickets tickets() {
        return tickets;
    }

    /** Returns whether a bad entry was published, by its {@link StateKeys#deadLetter key}. */
    public boolean wasDeadLettered(String deadLetterKey) {
        return deadLetters.contains(deadLetterKey);
    }

    /** Names an unreadable mark, which an operator should repair; empty if there is none. Can be read by any thread. */
    String notice() {
        return notice;
    }

    /**
     * Returns whether a sweep of this stream was ever complete, by its record or, if the sweep topic has lost that, by
     * the state topic. False if an operator has deleted the record to let the stream begin anew.
     */
    public boolean isFirstSweepDone() {
        if (sweepOffset >= 0) {
            return lastSweep != null;
        }
        return notes.text(StateKeys.FIRST_SWEEP).equals(StreamNotes.DONE);
    }

    /** Returns the offset of this stream's last record on the sweep topic; -1 if there is none. */
    long sweepOffset() {
        return sweepOffset;
    }

    /** The last complete sweep of this stream; empty if none ever was. */
    public Optional<SweepRecord> lastSweep() {
        return Optional.ofNullable(lastSweep);
    }

    public StreamNotes notes() {
        return notes;
    }

    /** Tickets that have a mark, readable or not; can be read by any thread. */
    public int tracked() {
        return tracked;
    }

    /** @param reader takes the record of each complete sweep when it is read */
    public void onSweep(Consumer<SweepRecord> reader) {
        sweepReader = reader;
    }

    void clear() {
        withdrawn.clear();
        deadLetters.clear();
        tickets.forgetMarks();
        unreadable.clear();
        lastSweep = null;
        sweepOffset = -1;
        notes.clear();
        tracked = 0;
    }

    void readSweep(ConsumerRecord<String, byte[]> sweep) {
        sweepOffset = sweep.offset();
        lastSweep = sweep.value() == null ? null : SweepRecord.of(sweep);
        if (lastSweep != null) {
            sweepReader.accept(lastSweep);
        }
    }

    /** Grows with each record that is read: a long read goes on. Can be read by any thread. */
    public long recordsRead() {
        return recordsRead;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void readMark(ConsumerRecord<String, byte[]> mark) {
        recordsRead++;
        String key = mark.key();
        if (key == null) {
            return;
        }
        if (StateKeys.isStream(key)) {
            notes.read(mark);
        } else if (!StateKeys.isDeadLetter(key)) {
            readTicket(mark);
        } else if (mark.value() == null) {
            deadLetters.remove(key);
        } else {
            // The bad entry was published, whatever the value.
            deadLetters.add(key);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    private void readTicket(ConsumerRecord<String, byte[]> record) {
        String number = record.key();
        if (record.value() == null) {
            withdrawn.add(number);
        } else if (withdrawn.contains(number) && record.headers().lastHeader(StateKeys.REPLACES) != null) {
            // Somebody has deleted the mark before this one arrived: the ticket must be published again.
            return;
        } else {
            withdrawn.remove(number);
        }
        Mark after = Mark.read(record.value());
        if (record.value() != null && after.equals(Mark.NONE)) {
            // No version counts as newer than an unreadable mark.
            after = Mark.HELD_BACK;
            unreadable.put(number, record.offset());
        } else {
            unreadable.remove(number);
        }
        Mark before = tickets.setMark(number, after);
        tracked += (after.equals(Mark.NONE) ? 0 : 1) - (before.equals(Mark.NONE) ? 0 : 1);
    }

    /** Call it at the end of the state topic. */
    void endOfMarks() {
        notes.endOfTopics(lastSweep);
        String before = notice;
        notice = unreadable.isEmpty()
                ? ""
                : String.format(
                        "marks on the state topic that can't be read: %d, the first at offset %d for key %s; each holds back its"
                                + " own ticket; what to do: write the ticket's update_time, in decimal, under that key, or a"
                                + " tombstone to have it published again",
                        unreadable.size(),
                        unreadable.get(unreadable.firstKey()),
                        Printable.of(unreadable.firstKey(), 100));
        if (!notice.isEmpty() && !notice.equals(before)) {
            LOG.warn("{}", notice);
        }
    }
}
