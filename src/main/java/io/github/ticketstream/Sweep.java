package io.github.ticketstream;

import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One sweep: the whole list, in batches, lazily. While {@link Coverage} does not know it to be whole, it is walked again at
 * once, a few times at most.
 */
final class Sweep implements Iterator<Batch>, AutoCloseable {
    private static final int MOST_WALKS = 3;

    private final Supplier<PageWalk> walks;
    private final Coverage coverage;
    private final TransactionSize size;
    private final BooleanSupplier stopping;
    /** Read, and in no batch yet. */
    private final Deque<ListEntry> waiting = new ArrayDeque<>();

    private PageWalk walk;
    private Page lastPage;
    private int walksBegun;
    private boolean walked;
    private boolean ended;

    /** @param stopping whether the sweep must end: the process stops, or is no longer the active one */
    Sweep(Supplier<PageWalk> walks, Coverage coverage, TransactionSize size, BooleanSupplier stopping) {
        this.walks = walks;
        this.coverage = coverage;
        this.size = size;
        this.stopping = stopping;
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
            return walked ? close(Batch.closing(this)) : nextBatch();
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    private Batch nextBatch() {
        List<ListEntry> entries = new ArrayList<>();
        long bytes = 0;
        do {
            if (waiting.isEmpty()) {
                readPage();
            }
            while (!waiting.isEmpty()
                    && size.allows(
                            entries.size() + 1, bytes + waiting.peek().json().length())) {
                ListEntry entry = waiting.remove();
                bytes += entry.json().length();
                entries.add(entry);
            }
        } while (waiting.isEmpty() && isNextPageAtHand(entries.size(), bytes));
        if (waiting.isEmpty() && walk == null) {
            walked = coverage.isComplete();
            ended = !walked && walksBegun == MOST_WALKS;
        }
        return Batch.of(entries, this);
    }

    private boolean isNextPageAtHand(int entries, long bytes) {
        return walk != null
                && walk.isNextReady()
                && size.allows(entries + lastPage.entries().size(), bytes + lastPage.bytes());
    }

    private void readPage() {
        if (stopping.getAsBoolean()) {
            throw new CancellationException("the program is stopping");
        }
        if (walk == null) {
            walk = walks.get();
            walksBegun++;
            coverage.beginWalk();
        }
        lastPage = walk.next();
        // As long as pages bring tickets, a list is longer than was promised, and not endless.
        boolean pastEnd = walk.isPastPromised() && !coverage.isNewsOn(lastPage);
        if (!pastEnd) {
            waiting.addAll(lastPage.entries());
            coverage.read(lastPage);
        }
        if (pastEnd || !walk.hasNext()) {
            walk.close();
            walk = null;
            coverage.endWalk();
        }
    }

    /** Whether everything that the API lists was seen. */
    boolean isComplete() {
        return coverage.isComplete();
    }

    Coverage coverage() {
        return coverage;
    }

    int walksBegun() {
        return walksBegun;
    }

    SweepProgress progress() {
        return coverage.progress();
    }

    private Batch close(Batch last) {
        close();
        return last;
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
