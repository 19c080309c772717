package io.github.ticketstream.sweep;

import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the walks of one sweep have seen, and whether that is the whole list.
 *
 * <p>Counting proves it: the distinct tickets, and the entries that are no ticket, account for the total. Not so while the
 * total changes: a ticket that leaves the list pulls another one over a page boundary, unseen, and the count fits all the
 * same. Nor does one walk alone that met a ticket on two pages. Two walks that saw the same under the same total prove
 * it as well, even if the API counts more than it lists.
 */
public final class Coverage {
    private static final long NONE = Long.MIN_VALUE;

    private final KnownTickets tickets;
    private final SweepProgress progress;
    private final long knownExcess;
    private Walk walk;
    /** The walk before, under the same total; null if there was none. */
    private Walk before;

    private int firstOfSeries;
    private long seriesTotal = NONE;
    private long seenInSeries;
    private long mostDefects;
    private boolean complete;
    private long excess;
    /** 0 before the first walk. */
    private int firstWalk;
    /** Numbers of tickets that stand in entries which are no ticket: they are in the list all the same. */
    private final Set<String> spoilt = new HashSet<>();

    /** One walk. */
    private static final class Walk {
        private final int number;
        private boolean begun;
        private long distinct;
        /** Tickets that the walk before did not see. */
        private long others;

        private long defects;
        private boolean totalChanged;
        private boolean moved;

        Walk(int number) {
            this.number = number;
        }

        boolean sawTheSameAs(Walk other) {
            return others == 0 && distinct == other.distinct && defects == other.defects && !moved && !other.moved;
        }
    }

    /**
     * @param tickets remember which of them a walk has seen
     * @param knownExcess tickets that the API is known to count and not to list; 0 if it counts right
     */
    public Coverage(KnownTickets tickets, SweepProgress progress, long knownExcess) {
        this.tickets = tickets;
        this.progress = progress;
        this.knownExcess = knownExcess;
        tickets.beginSweep();
    }

    void beginWalk() {
        walk = new Walk(tickets.nextWalk());
        firstWalk = firstWalk == 0 ? walk.number : firstWalk;
    }

    /** Whether a page holds a ticket that this walk has not seen. */
    boolean isNewsOn(Page page) {
        return page.entries().stream()
                .anyMatch(entry -> entry.isTicket() && !tickets.isSeen(entry.ticketNo(), walk.number));
    }

    void read(Page page) {
        if (!walk.begun) {
            beginSeries(page.total());
        }
        walk.begun = true;
        walk.totalChanged |= page.total() != seriesTotal;
        List<ListEntry> entries = page.entries();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).isTicket()) {
                see(entries, i);
            } else {
                walk.defects++;
                spoilt.add(entries.get(i).ticketNo());
            }
        }
        mostDefects = Math.max(mostDefects, walk.defects);
        progress.pageRead(page.total(), entries.size());
    }

    /** What was seen under another total is no help in counting this one. */
    private void beginSeries(long total) {
        if (total == seriesTotal) {
            return;
        }
        seriesTotal = total;
        firstOfSeries = walk.number;
        seenInSeries = 0;
        mostDefects = 0;
        before = null;
        progress.forgetStates();
    }

    private void see(List<ListEntry> entries, int place) {
        ListEntry ticket = entries.get(place);
        int lastSeen = tickets.see(ticket.ticketNo(), walk.number);
        if (lastSeen == walk.number) {
            walk.moved |= entries.subList(0, place).stream()
                    .noneMatch(other -> other.ticketNo().equals(ticket.ticketNo()));
            return;
        }
        walk.distinct++;
        if (before == null || lastSeen != before.number) {
            walk.others++;
        }
        if (lastSeen < firstOfSeries) {
            seenInSeries++;
            progress.ticketSeen(ticket.state());
        }
    }

    /** The walk has reached the end of the list. */
    void endWalk() {
        long missing = missing();
        if (walk.totalChanged) {
            seriesTotal = NONE;
        } else if (missing == 0) {
            complete = seriesTotal < 0 || !walk.moved || before != null;
        } else {
            complete = before != null ? walk.sawTheSameAs(before) : missing == knownExcess && !walk.moved;
            excess = complete ? missing : 0;
        }
        before = walk;
    }

    /** Whether everything that the API lists was seen. Without a total every walked list counts as complete. */
    public boolean isComplete() {
        return complete;
    }

    /** Of a complete sweep: tickets that the API counts and does not list. */
    public long excess() {
        return excess;
    }

    /** Tickets of the total that were not seen under it. */
    public long missing() {
        return Math.max(0, progress.total() - seenInSeries - mostDefects);
    }

    /** Distinct tickets, and entries that are no ticket. */
    public long seen() {
        return seenInSeries + mostDefects;
    }

    /** Tickets that have a mark, and that no walk of this sweep has seen. */
    Stream<String> unseen() {
        return tickets.unseenSince(firstWalk).filter(ticketNo -> !spoilt.contains(ticketNo));
    }

    SweepProgress progress() {
        return progress;
    }
}
