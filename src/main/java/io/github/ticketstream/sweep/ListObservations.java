package io.github.ticketstream.sweep;

import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.settings.TicketState;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageSize;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Observations of the list: its length, how far its growth moves a ticket, and the position of each open ticket. They
 * assume nothing about the order. Only the thread of the sweeps writes and reads them.
 */
public final class ListObservations {
    /** More open tickets than this are no small part of a list. */
    private static final int MOST = 10_000;

    /** The last walk counts as much as all before it: a list may get another order. */
    private static final double MEMORY = 0.5;
    /** Of a list that grows at its front all growth comes before an open ticket; less than all, since tickets also leave. */
    private static final double CLEAR = 0.8;

    final PageSize size;
    private final KnownTickets known;
    private final Map<String, Position> open = new HashMap<>();

    /** How often a page of the front holds a change if the page before it did. */
    final Chance front = new Chance();

    final Chance back = new Chance();
    /** How often a search finds a ticket that has left the open ones. */
    final Chance search = new Chance();

    private long total = -1;
    /** New tickets among the open ones since a page has shown the total. */
    private long newcomers;

    private boolean walked;

    /** The tickets by which the list grew between two looks at an open one, and the places by which that one moved. */
    private double grown;

    private double moved;

    /**
     * The position of an open ticket.
     *
     * @param index from 0 in the whole list; -1 if it was only seen among the open ones
     * @param total of the list at that time
     */
    record Position(long index, long total) {}

    /** Decides whether something that may fail is worth another call, by its successes; recent tries weigh more. */
    static final class Chance {
        /** Remembers about ten tries, as many as pass between two tries of something that never succeeds. */
        private static final double MEMORY = 0.9;
        /** One time in so many it is tried although it never succeeds. */
        private static final int TRIES = 10;

        private double successes = 1;
        private int skipped;

        /** @param least the share of successes from which on it pays */
        boolean isWorthIt(double least) {
            if (successes >= least || ++skipped == TRIES) {
                skipped = 0;
                return true;
            }
            return false;
        }

        void tried(double success) {
            successes = successes * MEMORY + success * (1 - MEMORY);
        }
    }

    public ListObservations(PageSize size, KnownTickets known) {
        this.size = size;
        this.known = known;
    }

    /** Ends a walk that saw the whole list. */
    void endWalk() {
        moved *= MEMORY;
        grown *= MEMORY;
        walked = true;
        size.complete(total);
    }

    void read(Page page) {
        size.read(page);
        total = page.total();
        newcomers = 0;
        long index = (page.numberInReply() - 1L) * size.inForce();
        for (ListEntry entry : page.entries()) {
            if (entry.isTicket()) {
                see(entry, index);
            }
            index++;
        }
    }

    private void see(ListEntry ticket, long index) {
        Position before = open.remove(ticket.ticketNo());
        if (before != null && before.index() >= 0 && total > before.total()) {
            grown += total - before.total();
            moved += index - before.index();
        }
        if (TicketState.isOpen(ticket.state()) && open.size() < MOST) {
            open.put(ticket.ticketNo(), new Position(index, total));
        }
    }

    /** A ticket of a walk over the open ones. A new one shows that the whole list has grown. */
    void seeOpen(ListEntry ticket) {
        if (open.size() < MOST && open.putIfAbsent(ticket.ticketNo(), new Position(-1, total + newcomers)) == null) {
            newcomers += known.mark(ticket.ticketNo()).updateTime() == 0 ? 1 : 0;
        }
    }

    /** Returns, and forgets, the open tickets that a whole walk over the open ones missed: closed, or gone. */
    Map<String, Position> leftOpen(Collection<String> stillOpen) {
        Map<String, Position> left = new HashMap<>(open);
        left.keySet().removeAll(stillOpen);
        open.keySet().removeAll(left.keySet());
        return left;
    }

    /** Estimates the page on which a ticket that stood there is now; empty if nobody can know. */
    OptionalInt page(Position then) {
        boolean growsAtFront = moved > CLEAR * grown;
        boolean growsAtBack = moved < (1 - CLEAR) * grown;
        long index = then.index();
        if (index < 0 && (growsAtFront || growsAtBack)) {
            index = growsAtFront ? 0 : then.total() - 1;
        }
        long growth = Math.max(0, total + newcomers - then.total());
        if (growsAtFront) {
            index += growth;
        } else if (!growsAtBack && index > 0 && total > 0) {
            index += growth * index / total;
        }
        return index < 0 ? OptionalInt.empty() : OptionalInt.of((int) (index / size.inForce()) + 1);
    }

    /** Forgets the length of the list until a page shows it again. */
    void forgetLength() {
        total = -1;
    }

    int lastPage() {
        return (int) Math.min(Integer.MAX_VALUE, (Math.max(0, total) + size.inForce() - 1) / size.inForce());
    }

    /** Returns whether this version of a ticket is newer than the published one. */
    boolean isUnpublished(ListEntry ticket) {
        return ticket.isTicket()
                && ticket.updateTime() > known.mark(ticket.ticketNo()).updateTime();
    }

    /** Returns the same, if the list was observed before: only then is it known how long the change may have waited. */
    boolean isOverdue(ListEntry ticket) {
        return walked && isUnpublished(ticket);
    }
}
