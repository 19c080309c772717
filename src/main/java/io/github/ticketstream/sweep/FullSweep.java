package io.github.ticketstream.sweep;

import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.pace.Visit;
import io.github.ticketstream.published.Absence;
import io.github.ticketstream.sweep.DisappearanceDetector.Departure;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.TuyaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads the whole list. As long as {@link Coverage} does not know it to be whole, the sweep walks it again at once, a
 * few times at most. It sees all changes, and {@link ListObservations} keeps their places for partial sweeps.
 */
public final class FullSweep extends Sweep {
    /** Two walks that agree prove a list whose total is wrong; one more, because the list may have moved meanwhile. */
    private static final int MAX_WALKS = 3;

    private final Supplier<PageWalk> walks;
    final Coverage coverage;
    private final Observer observer;
    private final ListObservations observations;
    private PageWalk walk;
    private Page lastPage;
    int walksBegun;
    private boolean read;
    private int failedPage;
    private final List<Long> ages = new ArrayList<>();
    private DisappearanceDetector.Result absentees = DisappearanceDetector.Result.UNKNOWN;

    /**
     * The objects that learn from a list that was walked to its end.
     *
     * @param observations the places of its tickets
     * @param detector finds the tickets that are gone
     */
    public record Observer(ListObservations observations, DisappearanceDetector detector) {}

    public FullSweep(Supplier<PageWalk> walks, Coverage coverage, Observer observer, Frame frame) {
        super(frame);
        this.walks = walks;
        this.coverage = coverage;
        this.observer = observer;
        this.observations = observer.observations();
    }

    @Override
    List<ListEntry> readPage() {
        if (walk == null) {
            begin();
            if (!walk.aside().isEmpty()) {
                coverage.readAside(walk.aside());
                return walk.aside();
            }
        }
        Page before = lastPage;
        lastPage = had(walk::next);
        // Pages that bring new tickets are the list's, promised or not; one behind its end may show a newer version.
        boolean pastEnd = walk.isPastPromised() && !coverage.bringsUnseen(lastPage);
        if (!pastEnd) {
            lastPage.entries().forEach(this::note);
            coverage.read(lastPage);
            observations.walk(lastPage);
        } else if (before != null && !lastPage.hasMore() && !lastPage.isNoneOfTheList(before)) {
            coverage.movedBehindPromised(lastPage);
        }
        if (pastEnd || !walk.hasNext()) {
            walk.close();
            walk = null;
            coverage.endWalk();
            read = coverage.isComplete() || walksBegun == MAX_WALKS;
            if (coverage.isComplete()) {
                observations.endWalk();
            }
        }
        return lastPage.entries();
    }

    private void begin() {
        walk = had(walks);
        walksBegun++;
        coverage.beginWalk();
        observations.beginWalk();
    }

    private <T> T had(Supplier<T> pages) {
        try {
            return pages.get();
        } catch (TuyaException e) {
            failedPage = walk == null ? 0 : walk.nextNumber();
            observations.size.failed(e);
            throw e;
        }
    }

    @Override
    public int failedPage() {
        return failedPage;
    }

    @Override
    int pagesAtOnce() {
        return walk == null ? 1 : walk.pagesAtOnce();
    }

    private void note(ListEntry entry) {
        if (observations.isOverdue(entry)) {
            ages.add(age(entry));
        }
    }

    @Override
    public boolean ends(Absence absence) {
        return !absence.is(Absence.Kind.NONE);
    }

    @Override
    boolean isNextPageAtHand(int entries, long bytes) {
        return walk != null && lastPage != null && walk.isNextReady() && allows(entries, bytes, lastPage);
    }

    @Override
    boolean isRead() {
        return read;
    }

    @Override
    List<Departure> departures() {
        absentees = observer.detector().of(coverage);
        return absentees.departures();
    }

    @Override
    public boolean isComplete() {
        return coverage.isComplete() && !endedEarly();
    }

    @Override
    boolean isEndCommitted() {
        return isComplete();
    }

    @Override
    public void teach(Pace pace) {
        if (isComplete()) {
            pace.complete(new Visit(progress().calls(), ages));
        } else {
            pace.walked();
        }
    }

    @Override
    public void report(StreamStatus status, Duration pollPeriod) {
        if (isComplete()) {
            status.missing(absentees.missing(), absentees.heldBack());
            status.complete(progress(), coverage.excess());
        } else {
            status.incomplete(progress(), coverage.missing(), walksBegun, pollPeriod);
        }
    }

    @Override
    public long seen() {
        return coverage.seen();
    }

    @Override
    public void close() {
        super.close();
        if (walk != null) {
            walk.close();
        }
    }
}
