package io.github.ticketstream.ops;

import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.settings.TicketState;
import io.github.ticketstream.tuya.CallBudget;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The progress of a sweep, and its counts. Written by the sweep, read by anyone. */
public final class SweepProgress {
    private final Moment startedAt;
    private final CallBudget budget;
    private final long madeBefore;
    private final Map<String, Integer> states = new ConcurrentHashMap<>();
    private volatile long total = -1;
    private final AtomicLong pages = new AtomicLong();
    private final Map<SweepCount, Long> counts = new ConcurrentHashMap<>();
    private final AtomicLong unusable = new AtomicLong();
    private volatile String lastDefect = "";
    private volatile Moment endedAt;

    private volatile long calls;

    /**
     * @param budget counts all calls to the API
     * @param madeBefore those of them that are not this sweep's
     */
    public SweepProgress(Moment startedAt, CallBudget budget, long madeBefore) {
        this.startedAt = startedAt;
        this.budget = budget;
        this.madeBefore = madeBefore;
    }

    public void pageRead(long newTotal, int entries) {
        total = newTotal;
        pages.incrementAndGet();
        add(SweepCount.FETCHED, entries);
    }

    public void add(SweepCount what, long howMany) {
        counts.merge(what, howMany, Long::sum);
    }

    public long get(SweepCount what) {
        return counts.getOrDefault(what, 0L);
    }

    /** Counts a ticket that this sweep had not seen yet, by its state. */
    public void ticketSeen(String state) {
        states.merge(TicketState.ALL.contains(state) ? state : "other", 1, Integer::sum);
    }

    public void forgetStates() {
        states.clear();
    }

    /**
     * Counts an entry that is no usable ticket, whether or not it was published before.
     *
     * @param defect why, and on which topic it is
     */
    public void unusable(String defect) {
        unusable.incrementAndGet();
        lastDefect = defect;
    }

    /** Ends it: later calls belong to the next one. */
    void end(Moment now) {
        calls = calls();
        endedAt = now;
    }

    public Moment startedAt() {
        return startedAt;
    }

    /** Null while it is under way. */
    Moment endedAt() {
        return endedAt;
    }

    /** Returns the duration of a sweep that has ended. */
    Duration took() {
        return Duration.between(startedAt.monotonic(), endedAt.monotonic());
    }

    /** Calls to the API for this sweep, those for a token and repeated ones included. */
    public long calls() {
        return endedAt == null ? budget.made() - madeBefore : calls;
    }

    public CallBudget budget() {
        return budget;
    }

    /** Returns the total of the last page; -1 if it has none, or if no page has come yet. */
    public long total() {
        return total;
    }

    public long pages() {
        return pages.get();
    }

    /** Estimates the pages of this sweep from those that it has read; empty as long as the API has given no total. */
    OptionalLong expectedPages() {
        long read = pages();
        long fetched = get(SweepCount.FETCHED);
        return total < 0 || fetched == 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(read, (total * read + fetched - 1) / fetched));
    }

    /** Estimates the remaining time; empty as long as the API has given no total. */
    Optional<Duration> timeLeft(Duration soFar) {
        long fetched = get(SweepCount.FETCHED);
        return total < 0 || fetched == 0
                ? Optional.empty()
                : Optional.of(soFar.multipliedBy(Math.max(0, total - fetched)).dividedBy(fetched));
    }

    /** Tickets by state: the documented states, and {@code other}. */
    public Map<String, Integer> states() {
        return states;
    }

    /** If there are entries and none is a usable ticket, returns that, and the reason of the last one; else empty. */
    Optional<String> nothingUsable() {
        long fetched = get(SweepCount.FETCHED);
        return fetched > 0 && unusable.get() >= fetched
                ? Optional.of("none of the list's " + fetched + " entries is a usable ticket (" + lastDefect + ")")
                : Optional.empty();
    }
}
