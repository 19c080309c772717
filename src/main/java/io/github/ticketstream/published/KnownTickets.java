package io.github.ticketstream.published;

import io.github.ticketstream.published.Absence.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program's memory: one table with everything that it keeps per ticket, by number.
 *
 * <pre>
 *   state topic ──► PublishedVersions ──► mark ───┐
 *   list ──► Coverage ──► walk ───────────────────┤  KnownTicket
 *   list ──► Publication ──► content, state ──────┘
 * </pre>
 *
 * <p>A ticket is never taken out: one without a mark was seen in the list and not published yet, or its mark was
 * withdrawn. For several threads, as {@link KnownTicket} says.
 */
public final class KnownTickets {
    /** The longest name of a state to keep, because the API may send any. */
    private static final int MAX_STATE = 100;

    private final Map<String, KnownTicket> tickets = new HashMap<>();
    private int walks;

    /** Returns a ticket; an empty one, which is not kept, if it is unknown. */
    public synchronized KnownTicket get(String number) {
        KnownTicket known = tickets.get(number);
        return known == null ? new KnownTicket() : known;
    }

    private KnownTicket getOrAdd(String number) {
        return tickets.computeIfAbsent(number, added -> new KnownTicket());
    }

    public Mark mark(String number) {
        return get(number).mark();
    }

    /** Sets the mark of a ticket, {@link Mark#NONE} for none, and returns the one before. */
    synchronized Mark setMark(String number, Mark mark) {
        KnownTicket ticket = getOrAdd(number);
        Mark before = ticket.mark();
        ticket.set(mark);
        return before;
    }

    synchronized void forgetMarks() {
        tickets.values().forEach(ticket -> ticket.set(Mark.NONE));
    }

    /** Notes the state of a ticket, and returns the one before; empty if there was none. */
    public synchronized String putState(String number, String state) {
        KnownTicket ticket = getOrAdd(number);
        String before = ticket.state;
        ticket.state = state.length() <= MAX_STATE ? state.intern() : "";
        return before;
    }

    /** Returns the number of a new walk over the list, larger than 0 and than those before. */
    public synchronized int nextWalk() {
        return ++walks;
    }

    /** Notes that a walk has seen a ticket; returns the walk that had seen it last, 0 if none had. */
    public synchronized int see(String number, int walk) {
        KnownTicket ticket = getOrAdd(number);
        int before = ticket.walk;
        ticket.walk = walk;
        return before;
    }

    public boolean isSeen(String number, int walk) {
        return get(number).walk == walk;
    }

    /** Returns the tickets with a readable mark that no walk from this one on has seen. The stream is lazy. */
    public Stream<String> unseenSince(int walk) {
        return marked().filter(entry ->
                        entry.getValue().walk < walk && !entry.getValue().isHeldBack())
                .map(Map.Entry::getKey);
    }

    /** Counts tickets that have a mark, are inside the filters and are not known to have disappeared. */
    public long inView() {
        return marked().map(entry -> entry.getValue().mark().absence())
                .filter(absence -> absence.is(Kind.NONE) || absence.is(Kind.MISSING))
                .count();
    }

    /** Returns whether it has a mark, and the last complete sweep did not miss it. */
    public boolean wasInList(String number) {
        Mark mark = mark(number);
        return !mark.equals(Mark.NONE) && mark.absence().is(Kind.NONE);
    }

    /** Returns a copy of the present entries that have a mark, readable or not. */
    private synchronized Stream<Map.Entry<String, KnownTicket>> marked() {
        return List.copyOf(tickets.entrySet()).stream()
                .filter(entry -> !entry.getValue().mark().equals(Mark.NONE));
    }
}
