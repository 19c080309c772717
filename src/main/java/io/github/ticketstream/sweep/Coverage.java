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
 * Collects what the walks of one sweep have seen, and decides whether that is the whole list.
 *
 * <p>Counting proves it: the distinct tickets, and the entries that are no ticket, account for the total. Counting
 * proves nothing while the total changes: a ticket that leaves the list pulls another one over a page boundary, unseen,
 * and the count fits all the same; nor after one walk that met a ticket on two pages. Two walks that saw the same under
 * the same total prove it as well; nothing else does if the API counts more than it lists, or less, see {@link Totals}.
 *
 * <p>A count that fits does not prove that a ticket is <em>not</em> in the list, because the total may be too low. Only
 * a walk that met as many entries as the total, none of them twice, proves that, or walks that agree. A ticket that
 * came during a walk whose total stood still took the place of one that left: both were counted, and a third one may
 * have crossed a page boundary unseen.
 */
public final class Coverage {
    private static final long NONE = Long.MIN_VALUE;

    private final KnownTickets tickets;
    final SweepProgress progress;
    private final long knownExcess;
    private final Totals totals;
    private Walk walk;
    /** The walk before, under the same total; null if there was none. */
    private Walk before;

    /** The first walk of a series: of walks in a row under the same total. */
    private int firstOfSeries;

    private long seriesTotal = NONE;
    private long seenInSeries;
    private long mostDefects;
    private boolean complete;
    private boolean certain;
    /** Whether a walk has seen more entries than the total. */
    private boolean seenTooMany;

    private long excess;
    /** 0 before the first walk. */
    private int firstWalk;
    /** Tickets that are in the list although no walk saw them: in entries that are none, or on pages put aside. */
    private final Set<String> listed = new HashSet<>();

    private static final class Walk {
        private final int number;
        private boolean begun;
        private long distinct;
        /** Whether it met a ticket that the walk before did not see. */
        private boolean sawOthers;

        private long defects;
        /** Hashes of the entries that are no ticket. */
        private final Set<Integer> noTickets = new HashSet<>();

        private boolean totalChanged;
        private boolean moved;
        /** Met an entry that is no ticket on two pages. Counted twice, it can hide that a ticket is missing. */
        private boolean ambiguous;
        /** The time of its first page by Tuya's clock, epoch milliseconds. */
        private long servedAt;
        /** Met a ticket that came to the list while it was walked. */
        private boolean hasNewcomer;

        Walk(int number) {
            this.number = number;
        }

        /** @param other the one before, under the same total; null if there was none */
        boolean agreesWith(Walk other) {
            return other != null
                    && !sawOthers
                    && distinct == other.distinct
                    && defects == other.defects
                    && !moved
                    && !other.moved;
        }

        long entries() {
            return distinct + defects;
        }
    }

    /**
     * @param tickets remember which of them a walk has seen
     * @param knownExcess tickets that the API is known to count and not to list; 0 if it counts right
     * @param totals what is known of them from earlier sweeps
     */
    public Coverage(KnownTickets tickets, SweepProgress progress, long knownExcess, Totals totals) {
        this.tickets = tickets;
        this.progress = progress;
        this.knownExcess = knownExcess;
        this.totals = totals;
    }

    void beginWalk() {
        walk = new Walk(tickets.nextWalk());
        firstWalk = firstWalk == 0 ? walk.number : firstWalk;
    }

    /** Reads entries that were seen on the way to the walk, and belong to no page of it. */
    void readAside(List<ListEntry> entries) {
        entries.forEach(entry -> listed.add(entry.ticketNo()));
    }

    /** Returns whether a page holds a ticket, or another entry, that this walk has not seen. */
    boolean bringsUnseen(Page page) {
        return page.entries().stream()
                .anyMatch(entry -> entry.isTicket()
                        ? !tickets.isSeen(entry.ticketNo(), walk.number)
                        : !walk.noTickets.contains(entry.json().hashCode()));
    }

    void read(Page page) {
        if (!walk.begun) {
            beginSeries(page.total());
            walk.servedAt = page.time();
        }
        walk.begun = true;
        walk.totalChanged |= page.total() != seriesTotal;
        List<ListEntry> entries = page.entries();
        Set<Integer> noTickets = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).isTicket()) {
                see(entries, i, page.time());
            } else {
                noTickets.add(seeDefect(entries.get(i)));
            }
        }
        walk.noTickets.addAll(noTickets);
        mostDefects = Math.max(mostDefects, walk.defects);
        progress.pageRead(page.total(), entries.size());
    }

    /** Forgets earlier walks: entries seen under another total do not count for this one. */
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

    /** Notes an entry that is no ticket. One with a number that stood on an earlier page has moved. */
    private int seeDefect(ListEntry entry) {
        int hash = entry.json().hashCode();
        boolean again = walk.noTickets.contains(hash);
        walk.moved |= again && !entry.ticketNo().isEmpty();
        walk.ambiguous |= again;
        walk.defects++;
        listed.add(entry.ticketNo());
        return hash;
    }

    private void see(List<ListEntry> entries, int index, long servedAt) {
        ListEntry ticket = entries.get(index);
        int lastSeen = tickets.see(ticket.ticketNo(), walk.number);
        if (lastSeen == walk.number) {
            walk.moved |= entries.subList(0, index).stream()
                    .noneMatch(other -> other.ticketNo().equals(ticket.ticketNo()));
            return;
        }
        walk.distinct++;
        walk.hasNewcomer |= walk.servedAt > 0
                && lastSeen < firstWalk
                && ticket.updateTime() >= walk.servedAt
                && ticket.updateTime() <= servedAt
                && !tickets.wasInList(ticket.ticketNo());
        walk.sawOthers |= before == null || lastSeen != before.number;
        if (lastSeen < firstOfSeries) {
            seenInSeries++;
            progress.ticketSeen(ticket.state());
        }
    }

    /** Takes a page as the list's own last one, although all its entries were on earlier pages. */
    void movedBehindPromised(Page page) {
        walk.ambiguous = true;
        walk.moved |= page.entries().stream().anyMatch(ListEntry::isTicket);
    }

    void endWalk() {
        boolean agrees = !walk.totalChanged && walk.agreesWith(before);
        judgeTotal(agrees);
        if (walk.totalChanged) {
            seriesTotal = NONE;
        } else {
            long missing = missing();
            complete = agrees || (!seenTooMany && !totals.areTooLow() && isCounted(missing));
            excess = complete ? missing : 0;
            boolean metAll = !walk.moved && !walk.hasNewcomer && walk.entries() >= seriesTotal - excess;
            certain = complete && !walk.ambiguous && (agrees || metAll);
        }
        before = walk;
    }

    private boolean isCounted(long missing) {
        return missing == 0
                ? seriesTotal < 0 || !walk.moved || before != null
                : before == null && missing == knownExcess && !walk.moved;
    }

    /** A ticket may have left between two walks, and another come: that says nothing about later sweeps. */
    private void judgeTotal(boolean agrees) {
        if (walk.totalChanged || seriesTotal < 0) {
            return;
        }
        seenTooMany |= seen() > seriesTotal;
        if (walk.entries() > seriesTotal) {
            totals.wasTooLow(walk.entries(), seriesTotal);
        } else if (agrees && walk.entries() == seriesTotal) {
            totals.wasRight();
        }
    }

    /** Returns whether it has seen all that the API lists. Without a total every walked list counts as complete. */
    public boolean isComplete() {
        return complete;
    }

    /** Returns, for a complete sweep, whether a ticket that no walk has seen is surely not in the list. */
    boolean isCertain() {
        return certain;
    }

    /** Returns, for a complete sweep, how many tickets the API counts and does not list. */
    public long excess() {
        return excess;
    }

    /** Returns how many tickets of the total were not seen under it. */
    public long missing() {
        return Math.max(0, progress.total() - seenInSeries - mostDefects);
    }

    /** Distinct tickets, and entries that are no ticket. */
    public long seen() {
        return seenInSeries + mostDefects;
    }

    /** Tickets that have a mark, and that no walk of this sweep has seen. */
    Stream<String> unseen() {
        return tickets.unseenSince(firstWalk).filter(ticketNo -> !listed.contains(ticketNo));
    }
}
