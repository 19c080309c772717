package io.github.ticketstream.published;

import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * ticket_no → update_time of the version that was last published, as read from the state topic; changed by nothing but
 * what is read. One entry per ticket, however many versions it had. Beside it what the state and the sweep topic say about the
 * stream itself.
 *
 * <p>Whatever stands in a record, reading it does not throw: others can write to these topics, too.
 */
public final class PublishedVersions {
    private final KnownTickets tickets;
    private final String fingerprint;

    /** Keys whose last record is a tombstone. */
    private final Set<String> withdrawn = new HashSet<>();

    private final UnreadableMarks unreadable = new UnreadableMarks();
    private final StreamNotes notes = new StreamNotes();
    private Consumer<SweepRecord> sweepReader = sweep -> {};
    private SweepRecord lastSweep;
    private long sweepOffset = -1;
    private boolean empty = true;
    private int published;
    private volatile int tracked;
    private volatile long recordsRead;

    /** For contents that marks say nothing about. */
    public PublishedVersions() {
        this.tickets = new KnownTickets();
        this.fingerprint = "";
    }

    /**
     * @param fingerprint of the settings by which contents are compared; empty if marks say nothing about contents
     */
    PublishedVersions(String fingerprint) {
        this.tickets = new KnownTickets(fingerprint.isEmpty() ? ContentWidth.SHORT : ContentWidth.LONG);
        this.fingerprint = fingerprint;
    }

    /** The mark of a ticket as it was read; of its content only what was published under these settings. */
    public Mark mark(String ticketNo) {
        long version = tickets.version(ticketNo);
        Mark mark = Mark.of(Math.abs(version)).with(tickets.absence(ticketNo)).with(word(tickets.content(ticketNo)));
        return version < 0 ? mark.asSkipped() : mark;
    }

    /** A content's hash as a mark has it; empty if marks say nothing about contents. */
    public String word(long content) {
        return fingerprint.isEmpty() || content == 0 ? "" : HexFormat.of().toHexDigits(content) + fingerprint;
    }

    private long content(Mark mark) {
        boolean comparable = !fingerprint.isEmpty() && mark.content().endsWith(fingerprint);
        return comparable ? Long.parseUnsignedLong(mark.content(), 0, Mark.CONTENT_DIGITS, 16) : 0;
    }

    /** Where the versions are kept, beside what else is known of a ticket. */
    public KnownTickets tickets() {
        return tickets;
    }

    /** Update time of the version last published or skipped, epoch milliseconds; 0 if there is none. */
    public long lastSeen(String key) {
        return Math.abs(tickets.version(key));
    }

    /** Whether any version was published, not only skipped. */
    public boolean isPublished(String ticketNo) {
        return tickets.version(ticketNo) > 0;
    }

    /** Whether what is to be published of a ticket is not known, since its mark is not readable. */
    public boolean isHeldBack(String ticketNo) {
        return unreadable.contains(ticketNo);
    }

    /** What an operator should know about marks that are not readable; empty if all are. */
    String notice() {
        return unreadable.notice();
    }

    /**
     * Whether a sweep of this stream was ever complete: so says its record, or, where the sweep topic has lost that, the state
     * topic. Not if an operator has taken the record away, to have the stream begin anew.
     */
    public boolean isFirstSweepDone() {
        return lastSweep != null
                || (sweepOffset < 0
                        && switch (notes.firstSweep()) {
                            case DONE -> true;
                            case BEGUN -> false;
                            case UNKNOWN -> !notes.owner().isEmpty() && tracked > 0;
                        });
    }

    /** Where on the sweep topic the last word on this stream stands; -1 if there is none. */
    long sweepOffset() {
        return sweepOffset;
    }

    /** When the last complete sweep of this stream ended; empty if none ever was. */
    public Optional<Instant> lastSweepAt() {
        return lastSweep().map(SweepRecord::completedAt);
    }

    /** The last complete sweep of this stream; empty if none ever was. */
    Optional<SweepRecord> lastSweep() {
        return Optional.ofNullable(lastSweep);
    }

    /** What the state topic says about the stream itself. */
    public StreamNotes notes() {
        return notes;
    }

    /** Whether the state topic holds nothing at all, not even a tombstone. */
    boolean isEmpty() {
        return empty;
    }

    /** Whether nothing was published yet, and nobody owns the state topic. */
    public boolean isNew() {
        return notes.owner().isEmpty() && tracked == 0;
    }

    /** Tickets that have a mark, readable or not; can be read by any thread. */
    public int tracked() {
        return tracked;
    }

    /** @param reader is given what each complete sweep left, when it is read */
    public void onSweep(Consumer<SweepRecord> reader) {
        sweepReader = reader;
    }

    void clear() {
        withdrawn.clear();
        tickets.forgetMarks();
        unreadable.clear();
        lastSweep = null;
        sweepOffset = -1;
        notes.clear();
        empty = true;
        published = 0;
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
        empty = false;
        if (StateKeys.isStream(key)) {
            notes.read(mark);
            return;
        }
        if (mark.value() == null) {
            withdrawn.add(key);
        } else if (withdrawn.contains(key) && mark.headers().lastHeader(StateKeys.REPLACES) != null) {
            // Somebody has taken the mark away while this one was on its way: the ticket is to be published again.
            return;
        } else {
            withdrawn.remove(key);
        }
        Mark after = Mark.read(mark.value());
        if (mark.value() != null && after.equals(Mark.NONE)) {
            // Whatever it says, the bad entry was told; of a ticket, nothing is newer than what can't be read.
            after = StateKeys.isDeadLetter(key) ? Mark.of(1) : unreadable.add(mark);
        } else {
            unreadable.remove(key);
        }
        long before = tickets.setMark(key, after, content(after));
        if (!StateKeys.isDeadLetter(key)) {
            published += (after.updateTime() == 0 ? 0 : 1) - (before == 0 ? 0 : 1);
        }
    }

    /** To be called at the end of the state topic. */
    void endOfMarks() {
        tracked = published;
        notes.endOfTopics(lastSweep);
        unreadable.tell();
    }
}
