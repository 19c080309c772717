package io.github.ticketstream.sweep;

import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.SweepCount;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.published.Absence;
import io.github.ticketstream.published.Absence.Kind;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.sweep.DisappearanceDetector.Departure;
import io.github.ticketstream.tuya.CallBudget.Count;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.TicketList;
import io.github.ticketstream.tuya.TuyaException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * The list as one poll reads it, lazily, in batches; each batch is a transaction. Subclasses choose the pages and conclude
 * from them. This class makes the batches, counts the calls ahead, and ends at a failure or at the program's end.
 */
public abstract class Sweep implements Iterator<Batch>, AutoCloseable {
    /** A page that comes at the fourth repetition. */
    private static final int CALLS_OF_PAGE = 5;
    /** Bytes of the records about one ticket that is gone, rounded up. */
    private static final long DEPARTURE_BYTES = 500;

    private final Frame frame;
    /** Read, and in no batch yet. */
    private final Deque<ListEntry> waiting = new ArrayDeque<>();

    /** The count of the calls that the batch before is to commit; null if it has none. */
    private Count counted;

    /** Null before all pages are read and sent. */
    private Iterator<Departure> departures;

    private boolean begun;
    private boolean endedEarly;
    private boolean ended;
    /** The failure of a page behind those of the last batch; null if there was none. */
    private RuntimeException failure;

    /**
     * The surroundings of every sweep.
     *
     * @param stopping whether the sweep must end: the process stops, or is no longer the active one
     */
    public record Frame(SweepProgress progress, TransactionSize size, BooleanSupplier stopping) {}

    Sweep(Frame frame) {
        this.frame = frame;
    }

    abstract List<ListEntry> readPage();

    /** Returns whether the page behind the last one is there already, and takes no more than that one. */
    boolean isNextPageAtHand(int entries, long bytes) {
        return false;
    }

    abstract boolean isRead();

    /** Returns how many pages are requested before the next batch is committed. */
    int pagesAtOnce() {
        return 1;
    }

    /**
     * Returns how many calls the count on the state topic must include before they are made: twice as many as may be
     * made until the next count, with each page's repetitions, as far as a crash may lose so many calls.
     */
    private int callsAhead() {
        int least = Math.max(TicketList.CALLS_OF_FIRST_PAGE, 2 * pagesAtOnce());
        long most =
                Math.min(2L * CALLS_OF_PAGE * pagesAtOnce(), progress().budget().hundredth());
        return Math.toIntExact(Math.max(least, most));
    }

    /** Returns the count of the calls for a batch that is not the last one. */
    public final Count countAhead() {
        counted = progress().budget().snapshot(callsAhead());
        return counted;
    }

    /** Returns whether half of the calls that were counted ahead on the state topic are used up. */
    public final boolean mustCountCalls() {
        return progress().budget().mustBeRecorded((callsAhead() + 1) / 2);
    }

    /** Returns whether it has seen all that the API lists; a partial sweep never has. */
    public boolean isComplete() {
        return false;
    }

    /** Returns how many entries of the list it has seen, each counted once. */
    public long seen() {
        return progress().get(SweepCount.FETCHED);
    }

    /** Returns whether to commit its end although nothing has changed. */
    abstract boolean isEndCommitted();

    /** Reports its calls and its changes to the pace, after all that it has read was published. */
    public abstract void teach(Pace pace);

    /**
     * Reports its result, after all that it has read was published.
     *
     * @param pollPeriod until the next one begins
     */
    public abstract void report(StreamStatus status, Duration pollPeriod);

    /** Returns the page of the whole list that failed; 0 if there is none. */
    public int failedPage() {
        return 0;
    }

    /** Returns whether seeing a ticket ends its absence; outside the filters a complete sweep decides that. */
    public boolean ends(Absence absence) {
        return absence.is(Kind.MISSING) || absence.is(Kind.GONE);
    }

    /** Returns the results for tickets that the sweep did not find; called once, when all pages were read and sent. */
    List<Departure> departures() {
        return List.of();
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    /**
     * Waits for a page, and takes along the pages behind it that are there already. Where calls are limited, an empty batch may
     * come first, so that those of the first page are counted before they are made. A failure ends the sweep.
     */
    @Override
    public Batch next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        if (counted != null) {
            // The caller has committed the batch before when it requests another one.
            progress().budget().confirm(counted);
            counted = null;
        }
        try {
            if (!begun) {
                begun = true;
                if (progress().budget().mustBeRecorded(callsAhead())) {
                    return Batch.of(List.of(), this);
                }
            }
            if (failure != null) {
                throw failure;
            }
            if (!waiting.isEmpty() || !isRead()) {
                return nextBatch();
            }
            if (departures == null) {
                departures = departures().iterator();
            }
            if (departures.hasNext()) {
                return Batch.ofDepartures(nextDepartures(), this);
            }
            close();
            return Batch.closing(this);
        } catch (CancellationException e) {
            close();
            endedEarly = true;
            return Batch.closing(this);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /** Returns whether it ended because the program is stopping, or is no longer the active one. */
    public final boolean endedEarly() {
        return endedEarly;
    }

    private List<Departure> nextDepartures() {
        endIfStopping();
        List<Departure> departed = new ArrayList<>();
        while (departures.hasNext() && size().allows(departed.size() + 1, departed.size() * DEPARTURE_BYTES)) {
            departed.add(departures.next());
        }
        return departed;
    }

    private Batch nextBatch() {
        List<ListEntry> entries = new ArrayList<>();
        long bytes = 0;
        do {
            if (waiting.isEmpty()) {
                endIfStopping();
                readOn(entries);
            }
            while (!waiting.isEmpty()
                    && size().allows(
                                    entries.size() + 1,
                                    bytes + waiting.peek().json().length())) {
                ListEntry entry = waiting.remove();
                bytes += entry.json().length();
                entries.add(entry);
            }
        } while (waiting.isEmpty()
                && failure == null
                && !isRead()
                && !mustCountCalls()
                && isNextPageAtHand(entries.size(), bytes));
        return Batch.of(entries, this);
    }

    /** Reads on. A page that fails ends the sweep, after a batch of the entries that were read before it. */
    private void readOn(List<ListEntry> read) {
        try {
            waiting.addAll(readPage());
        } catch (TuyaException e) {
            if (read.isEmpty()) {
                throw e;
            }
            failure = e;
        }
    }

    private void endIfStopping() {
        if (frame.stopping().getAsBoolean()) {
            throw new CancellationException("the program is stopping");
        }
    }

    /** Returns whether a transaction takes another page like this one. */
    final boolean allows(int entries, long bytes, Page page) {
        return size().allows(entries + page.entries().size(), bytes + page.bytes());
    }

    /** Returns a version's age when the sweep began, in milliseconds, by the API's and this machine's clock. */
    final long age(ListEntry ticket) {
        return progress().startedAt().wall().toEpochMilli() - ticket.updateTime();
    }

    private TransactionSize size() {
        return frame.size();
    }

    public final SweepProgress progress() {
        return frame.progress();
    }

    /** Gives up the pages that were fetched ahead. */
    @Override
    public void close() {
        ended = true;
    }
}
