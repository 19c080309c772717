package io.github.ticketstream;

import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One sweep: the whole list, in batches, lazily. If the list shifted so much that tickets are missing, it is walked again
 * at once, a few times at most.
 *
 * <p>Complete means: the distinct tickets seen, and the entries that are no ticket, account for the total of the last page.
 */
final class Sweep implements Iterator<Batch>, AutoCloseable {
    /** A transaction has no more entries, unless a single page does. */
    private static final int MOST_ENTRIES = 1000;

    private static final int MOST_WALKS = 3;

    private final Supplier<PageWalk> walks;
    private final KnownTickets tickets;
    private final int number;
    private final BooleanSupplier stopping;
    private final SweepProgress progress;
    private PageWalk walk;
    private int walksBegun;
    private long seen;
    private long defectsInWalk;
    private long mostDefects;
    private boolean ended;

    /**
     * @param tickets remember which of them this sweep has seen
     * @param stopping whether the program is about to stop; the sweep then ends at its next page
     */
    Sweep(Supplier<PageWalk> walks, KnownTickets tickets, BooleanSupplier stopping, SweepProgress progress) {
        this.walks = walks;
        this.tickets = tickets;
        this.number = tickets.nextSweep();
        this.stopping = stopping;
        this.progress = progress;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    /** Waits for a page, and takes along the pages behind it that are there already. A failure ends the sweep. */
    @Override
    public Batch next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        try {
            return nextBatch();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Batch nextBatch() {
        if (walk == null) {
            walk = walks.get();
            walksBegun++;
            defectsInWalk = 0;
        }
        List<ListEntry> entries = new ArrayList<>();
        int pageSize = 0;
        do {
            if (stopping.getAsBoolean()) {
                throw new CancellationException("the program is stopping");
            }
            pageSize = Math.max(pageSize, read(walk.next(), entries));
        } while (walk.hasNext() && walk.isNextReady() && entries.size() + pageSize <= MOST_ENTRIES);
        if (!walk.hasNext()) {
            walk = null;
            ended = isComplete() || walksBegun == MOST_WALKS;
        }
        return new Batch(entries, this, ended);
    }

    private int read(Page page, List<ListEntry> entries) {
        for (ListEntry entry : page.entries()) {
            entries.add(entry);
            if (entry.isTicket()) {
                if (tickets.see(entry.ticketNo(), number)) {
                    seen++;
                    progress.ticketSeen(entry.state());
                }
            } else {
                defectsInWalk++;
            }
        }
        mostDefects = Math.max(mostDefects, defectsInWalk);
        progress.pageRead(page.total(), page.entries().size());
        return page.entries().size();
    }

    /** Whether everything that the API counts was seen. A total that is not told can't be missed. */
    boolean isComplete() {
        return seen + mostDefects >= progress.total();
    }

    /** Tickets of the total that were not seen. */
    long missing() {
        return Math.max(0, progress.total() - seen - mostDefects);
    }

    int walksBegun() {
        return walksBegun;
    }

    SweepProgress progress() {
        return progress;
    }

    /** Gives up what was fetched ahead. */
    @Override
    public void close() {
        ended = true;
        if (walk != null) {
            walk.close();
        }
    }
}
