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
 * What was observed of the list: how long it is, where new tickets turn up in it, and at which position each open ticket stood.
 * Nothing about the order is assumed. Written and read by the thread of the sweeps alone.
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

    /** How often the page behind one of the front that held a change holds one, too. */
    final Chance front = new Chance();

    final Chance back = new Chance();
    /** How often a ticket that has left the open ones is found on the page where it is looked for. */
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
     * Where an open ticket stood.
     *
     * @param index from 0 in the whole list; -1 if it was seen among the open ones alone
     * @param newcomers that were known when it was seen there
     * @param walk the walk over the whole list that saw it last
     */
    record Position(long index, long newcomers, int walk) {}

    /** Whether something that may fail is worth another call: by how often it succeeded, the last times more than before. */
    static final class Chance {
        /** Ten times count, as many as pass between two tries of what never succeeds. */
        private static final double MEMORY = 0.9;
        /** So often it is tried although it never succeeds. */
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

    /** The walk saw the whole list: forgets all tickets that it did not see. */
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

    /** Open tickets that a whole walk over the open ones did not hold. They are forgotten: closed, or gone. */
    Map<String, Position> leftOpen(Collection<String> stillOpen) {
        Map<String, Position> left = new HashMap<>(open);
        left.keySet().removeAll(stillOpen);
        open.keySet().removeAll(left.keySet());
        return left;
    }

    /** Where a ticket that stood there is likely to stand now, as the number of a page; empty if nobody can know. */
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

    /** Until a page of the whole list shows it again. */
    void forgetLength() {
        total = -1;
    }

    /** The number of the last page; 0 if it is not known. */
    int lastPage() {
        return (int) Math.min(Integer.MAX_VALUE, (Math.max(0, total) + size.inForce() - 1) / size.inForce());
    }

    /** Whether this version of a ticket is newer than the one that was last published. */
    boolean isUnpublished(ListEntry ticket) {
        return ticket.isTicket()
                && ticket.updateTime() > known.mark(ticket.ticketNo()).updateTime();
    }

    /** The same, in a list that was observed before: then it is known since when the change may have waited. */
    boolean isOverdue(ListEntry ticket) {
        return walked && isUnpublished(ticket);
    }
}
