package io.github.ticketstream.sweep;

import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.settings.TicketState;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageSize;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Observations of the list: its length, where new tickets turn up, and the position of each open ticket. They assume
 * nothing about the order. Only the thread of the sweeps writes and reads them.
 */
public final class ListObservations {
    /** More open tickets than this are no small part of a list. */
    private static final int MOST = 10_000;

    /** The last walk counts as much as all before it: a list may get another order. */
    private static final double MEMORY = 0.5;
    /** More than half, so that it can't be both ends; less than all, since tickets are also opened again. */
    private static final double CLEAR = 0.6;

    final PageSize size;
    private final KnownTickets known;
    private final Map<String, Position> open = new HashMap<>();
    /** New tickets since the last walk over the whole list. */
    private final Set<String> fresh = new HashSet<>();

    /** How often a page of the front holds a change if the page before it did. */
    final Chance front = new Chance();

    final Chance back = new Chance();
    /** How often a search finds a ticket that has left the open ones. */
    final Chance search = new Chance();

    private long total = -1;
    private int walk;
    private boolean walked;
    /** New tickets since this process began to count. */
    private long newcomers;

    private double stood;
    private double atFront;
    private double atBack;

    /**
     * The position of an open ticket.
     *
     * @param index from 0 in the whole list; -1 if it was only seen among the open ones
     * @param newcomers new tickets known at that time
     * @param walk the walk over the whole list that saw it last
     */
    record Position(long index, long newcomers, int walk) {}

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

    /** A full sweep walks the list from its beginning. */
    void beginWalk() {
        walk++;
    }

    /** A page of that walk. */
    void walk(Page page) {
        long index = read(page);
        long recent = fresh.size() + (long) size.inForce();
        for (ListEntry entry : page.entries()) {
            if (entry.isTicket() && fresh.contains(entry.ticketNo())) {
                stood++;
                atFront += index < recent ? 1 : 0;
                atBack += index >= total - recent ? 1 : 0;
            }
            index++;
        }
    }

    /** Ends a walk that saw the whole list: forgets all tickets that it did not see. */
    void endWalk() {
        open.values().removeIf(position -> position.walk() != walk);
        fresh.clear();
        stood *= MEMORY;
        atFront *= MEMORY;
        atBack *= MEMORY;
        walked = true;
        size.complete(total);
    }

    /** A page of the whole list; returns the index of its first entry. */
    long read(Page page) {
        size.read(page);
        total = page.total();
        long first = (page.numberInReply() - 1L) * size.inForce();
        for (int i = 0; i < page.entries().size(); i++) {
            ListEntry entry = page.entries().get(i);
            if (entry.isTicket()) {
                see(entry, first + i);
            }
        }
        return first;
    }

    private void see(ListEntry ticket, long index) {
        count(ticket);
        open.remove(ticket.ticketNo());
        if (TicketState.isOpen(ticket.state()) && open.size() < MOST) {
            open.put(ticket.ticketNo(), new Position(index, newcomers, walk));
        }
    }

    private void count(ListEntry ticket) {
        if (walked && known.mark(ticket.ticketNo()).updateTime() == 0 && fresh.add(ticket.ticketNo())) {
            newcomers++;
        }
    }

    /** A ticket of a walk over the open ones. */
    void seeOpen(ListEntry ticket) {
        count(ticket);
        if (open.size() < MOST) {
            open.putIfAbsent(ticket.ticketNo(), new Position(-1, newcomers, walk));
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
        long since = newcomers - then.newcomers();
        long index = then.index();
        if (atFront > CLEAR * stood) {
            index = index < 0 ? since : index + since;
        } else if (atBack > CLEAR * stood) {
            index = index < 0 ? total - since - 1 : index;
        } else if (index >= 0 && total > 0) {
            index += since * index / total;
        }
        return index < 0 ? OptionalInt.empty() : OptionalInt.of((int) (index / size.inForce()) + 1);
    }

    /** Forgets the length of the list until a page shows it again. */
    void forgetLength() {
        total = -1;
    }

    /** The number of the last page; 0 if it is not known. */
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
