package io.github.ticketstream.published;

import io.github.ticketstream.published.Absence.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.stream.Stream;

/**
 * Everything that is kept per ticket, in one place and in few bytes: the version that was last published and its content, the
 * state in which it was last seen, the walk that saw it last, and whether complete sweeps miss it. Exact: tickets are compared
 * by their numbers, not by hashes of them.
 *
 * <p>Tickets lie one behind the other in chunks of bytes; the table has their places, by open addressing with linear
 * probing. A ticket that was forgotten keeps its place, in case it comes back. For several threads: a replica
 * that has just lost its election may still read a page while it already reads the state topic.
 */
public final class KnownTickets {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    // What lies at a ticket's place.
    private static final int MARK = 0;
    private static final int QUICK = MARK + Long.BYTES;
    private static final int WALK = QUICK + Integer.BYTES;
    private static final int STATE = WALK + 1;
    private static final int CONTENT = STATE + 1;

    /** Walks are numbered by a byte, and no sweep has more than a few. */
    private static final int LAST_WALK = 245;

    private final ContentWidth width;
    private final PackedMarks marks = new PackedMarks();
    private final TicketTable table;
    private int walks;

    /** What is known of a version that a page holds. */
    public enum Verdict {
        NEWER,
        OLDER,
        SAME,
        /** The same update time; whether it is all the same is to be looked at. */
        UNCERTAIN
    }

    public KnownTickets() {
        this(ContentWidth.SHORT);
    }

    /** @param width how much is kept of a content's hash */
    KnownTickets(ContentWidth width) {
        this.width = width;
        this.table = new TicketTable(CONTENT + width.bytes());
    }

    /** The update time of a ticket's version, as it was set, negative if it was only skipped; 0 if none was. */
    public synchronized long version(String number) {
        int place = table.find(number);
        return place == TicketTable.FREE ? 0 : PackedMarks.version(mark(place));
    }

    /** What complete sweeps say of a ticket. */
    public synchronized Absence absence(String number) {
        int place = table.find(number);
        return place == TicketTable.FREE ? Absence.NONE : marks.absence(mark(place));
    }

    /** What is kept of the content of a ticket's version; 0 if it is not known. */
    public synchronized long content(String number) {
        int place = table.find(number);
        return place == TicketTable.FREE ? 0 : width.read(table.chunk(place), TicketTable.offset(place) + CONTENT);
    }

    /** What would be kept of such a content; never 0. */
    public long kept(long hash) {
        return width.kept(hash);
    }

    /** @param quick of the entry's bytes: where it is the same as before, all of the entry is */
    public synchronized Verdict compare(String number, long updateTime, int quick) {
        int place = table.find(number);
        long mark = place == TicketTable.FREE ? 0 : mark(place);
        long version = Math.abs(PackedMarks.version(mark));
        if (version != updateTime) {
            return version < updateTime ? Verdict.NEWER : Verdict.OLDER;
        }
        boolean same = (int) INT.get(table.chunk(place), TicketTable.offset(place) + QUICK) == quick
                && !PackedMarks.isAbsent(mark);
        return same ? Verdict.SAME : Verdict.UNCERTAIN;
    }

    /**
     * Notes the content of a version, unless another one is set.
     *
     * @param quick of the entry's bytes
     * @param hash of its content
     */
    public synchronized void learn(String number, long updateTime, int quick, long hash) {
        int place = table.find(number);
        if (place != TicketTable.FREE && Math.abs(PackedMarks.version(mark(place))) == updateTime) {
            boolean kept = width.learn(table.chunk(place), TicketTable.offset(place) + CONTENT, width.kept(hash));
            INT.set(table.chunk(place), TicketTable.offset(place) + QUICK, kept ? quick : 0);
        }
    }

    /**
     * Sets the mark of a ticket, {@link Mark#NONE} for none, and returns the version before. What was known of the content is
     * forgotten with the version that it belonged to.
     *
     * @param hash of the content, as the mark has it; 0 if that says nothing
     */
    synchronized long setMark(String number, Mark mark, long hash) {
        int place = table.findOrAdd(number);
        if (marks.isFull()) {
            marks.keepOnly(table.places().mapToLong(this::mark));
        }
        long before = mark(place);
        long after = marks.pack(mark);
        LONG.set(table.chunk(place), TicketTable.offset(place) + MARK, after);
        long known = width.read(table.chunk(place), TicketTable.offset(place) + CONTENT);
        long content = width == ContentWidth.LONG ? hash : known;
        if (PackedMarks.version(before) != PackedMarks.version(after) || content != known) {
            INT.set(table.chunk(place), TicketTable.offset(place) + QUICK, 0);
            width.write(table.chunk(place), TicketTable.offset(place) + CONTENT, width == ContentWidth.LONG ? hash : 0);
        }
        return PackedMarks.version(before);
    }

    /** As if no mark had ever been set. */
    synchronized void forgetMarks() {
        table.places().forEach(place -> LONG.set(table.chunk(place), TicketTable.offset(place) + MARK, 0L));
        marks.forget();
    }

    /** Notes the state of a ticket, from 0 to 127, and returns the one before; 0 if there was none. */
    public synchronized int putState(String number, int state) {
        int place = table.findOrAdd(number);
        byte[] chunk = table.chunk(place);
        int before = chunk[TicketTable.offset(place) + STATE];
        chunk[TicketTable.offset(place) + STATE] = (byte) state;
        return before;
    }

    /** Walks that come now are told from those before, and from each other. */
    public synchronized void beginSweep() {
        if (walks > LAST_WALK) {
            walks = 0;
            table.places().forEach(place -> table.chunk(place)[TicketTable.offset(place) + WALK] = 0);
        }
    }

    /**
     * The number of another walk over the list, larger than those before in the same sweep and than 0: it has seen nothing
     * yet.
     */
    public synchronized int nextWalk() {
        return ++walks;
    }

    /**
     * Notes that a walk has seen a ticket.
     *
     * @return the walk that had seen it last; 0 if none had
     */
    public synchronized int see(String number, int walk) {
        int place = table.findOrAdd(number);
        int before = walk(place);
        table.chunk(place)[TicketTable.offset(place) + WALK] = (byte) walk;
        return before;
    }

    public synchronized boolean isSeen(String number, int walk) {
        int place = table.find(number);
        return place != TicketTable.FREE && walk(place) == walk;
    }

    /**
     * The tickets that have a readable mark and that no walk has seen from this one on, as they are now. A number of more than 255
     * bytes is not kept, so that such a ticket is not among them.
     */
    public Stream<String> unseenSince(int walk) {
        return table.places().mapToObj(place -> unseen(place, walk)).filter(number -> !number.isEmpty());
    }

    /** Tickets that have a mark and should be in the list: not those outside of it, nor those that have disappeared. */
    public synchronized long inView() {
        return table.places().filter(this::isInView).count();
    }

    private boolean isInView(int place) {
        Absence absence = marks.absence(mark(place));
        return PackedMarks.version(mark(place)) != 0
                && (absence.is(Kind.NONE) || absence.is(Kind.MISSING))
                && !StateKeys.isDeadLetter(table.number(place));
    }

    private synchronized String unseen(int place, int walk) {
        long version = PackedMarks.version(mark(place));
        if (version == 0 || version == PackedMarks.HELD_BACK || walk(place) >= walk) {
            return "";
        }
        String number = table.number(place);
        return StateKeys.isDeadLetter(number) ? "" : number;
    }

    private long mark(int place) {
        return (long) LONG.get(table.chunk(place), TicketTable.offset(place) + MARK);
    }

    private int walk(int place) {
        return table.chunk(place)[TicketTable.offset(place) + WALK] & 0xff;
    }
}
