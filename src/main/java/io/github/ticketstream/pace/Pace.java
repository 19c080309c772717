package io.github.ticketstream.pace;

import io.github.ticketstream.tuya.CallBudget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When the next poll is due, and what it reads: the whole list, or the places where changes have been turning up.
 *
 * <p>It measures by a monotonic clock; the wall clock only names months. What a sweep costs is taken from sweeps that
 * succeeded: failed attempts make no later sweep cost more. What the places yield is known to this process alone.
 */
public final class Pace {
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);
    private static final int TICKS_IN_PERIOD = 10;
    private static final int RETRIES_IN_PERIOD = 4;
    private static final double MEMORY_OF_FULL = 0.75;

    private final CallBudget budget;
    private final Periods periods;
    private final Clock monotonic;
    private final Looks looks;
    private final Yield fullSweeps = new Yield(MEMORY_OF_FULL);
    private long costOfSweep;
    private long madeAtStart;
    private Instant lastStart;
    private Instant fullStart;
    private Instant lastFull;
    private Poll underWay = Poll.FULL;
    private Shares quiet;

    /** @param monotonic measures what goes by */
    public Pace(CallBudget budget, Periods periods, Clock monotonic) {
        this.budget = budget;
        this.periods = periods;
        this.monotonic = monotonic;
        this.looks = new Looks(periods.places());
        this.quiet = shares();
    }

    /** How often to ask whether a poll is due. */
    public Duration tick() {
        Duration part = periods.poll().dividedBy(TICKS_IN_PERIOD);
        return part.compareTo(LONGEST_TICK) < 0 ? part : LONGEST_TICK;
    }

    /** Whether a poll is to begin now. */
    public synchronized boolean isDue() {
        return due(shares()).isPresent();
    }

    /** A poll begins: what it reads. One that failed is begun again. A small delay of one does not delay the next. */
    public synchronized Poll begin() {
        Shares shares = shares();
        Instant now = monotonic.instant();
        underWay = due(shares).orElse(underWay);
        Instant due = lastStart == null ? now : lastStart.plus(pollPeriod(shares));
        boolean onTime = !now.isBefore(due) && now.isBefore(due.plus(tick().multipliedBy(2)));
        lastStart = onTime ? due : now;
        if (underWay.isFull()) {
            fullStart = lastStart;
        }
        madeAtStart = budget.made();
        return underWay;
    }

    private Optional<Poll> due(Shares shares) {
        if (!hasPassed(lastStart, periods.poll())) {
            return Optional.empty();
        }
        boolean fullIsDue = lastFull == null || hasPassed(lastFull, shares.full());
        if (fullIsDue && hasPassed(fullStart, pauseOfFull(shares)) && budget.left() >= costOfSweep) {
            return Optional.of(Poll.FULL);
        }
        Set<Place> due = lastFull == null ? Set.of() : looks.due(shares.visits(), monotonic.instant(), budget.left());
        return due.isEmpty() ? Optional.empty() : Optional.of(new Poll(due));
    }

    /** One that was not complete is repeated earlier than its period says, and leaves calls for others meanwhile. */
    private Duration pauseOfFull(Shares shares) {
        Duration part = shares.full().dividedBy(RETRIES_IN_PERIOD);
        return lastFull == null || part.compareTo(shares.onlyFull()) < 0 ? shares.onlyFull() : part;
    }

    private boolean hasPassed(Instant since, Duration period) {
        return since == null || !monotonic.instant().isBefore(since.plus(period));
    }

    /** The full sweep under way has walked the whole list, and seen all of it. */
    public synchronized void complete(Visit visit) {
        walked();
        if (lastFull != null) {
            long onlyFull = visit.missedWithin(looks.sinceAllThatPay(fullStart));
            fullSweeps.add(onlyFull, costOfSweep, Duration.between(lastFull, fullStart));
        }
        lastFull = fullStart;
        looks.lookedEverywhere(fullStart);
        quiet = shares();
    }

    /** The full sweep under way has walked the list, and may have missed some of it: the next one comes earlier. */
    public synchronized void walked() {
        costOfSweep = Math.max(1, budget.made() - madeAtStart);
        quiet = shares();
    }

    /** The partial sweep under way has looked at its places. */
    public synchronized void looked(Map<Place, Visit> visits) {
        looks.looked(visits, lastStart);
        quiet = shares();
    }

    /**
     * Takes up what a complete sweep left, of this process or of another one.
     *
     * @param callsOfSweep what it took; 0 if that is not known
     */
    public synchronized void read(long callsOfSweep) {
        costOfSweep = callsOfSweep;
        quiet = shares();
    }

    /** A full sweep is due at once: this process has just become the active one, and knows nothing but the topics. */
    public synchronized void reset() {
        lastStart = null;
        fullStart = null;
        lastFull = null;
        underWay = Poll.FULL;
        looks.forget();
        fullSweeps.forget();
    }

    private Shares shares() {
        double rest = Math.max(1, budget.restOfMonth().toNanos() / 1e9);
        double calls =
                budget.limit().isEmpty() ? Double.POSITIVE_INFINITY : Math.max(0.001, (double) budget.left()) / rest;
        return Shares.of(new Shares.Means(calls, costOfSweep, periods), fullSweeps, looks.yields());
    }

    private Duration pollPeriod(Shares shares) {
        return shares.visits().values().stream().min(Duration::compareTo).orElse(shares.full());
    }

    /** Time between the starts of two polls, as it was after the last one that succeeded: failures don't stretch it. */
    public synchronized Duration pollPeriod() {
        return pollPeriod(quiet);
    }

    /** The same of two full sweeps. */
    public synchronized Duration fullPeriod() {
        return quiet.full();
    }

    /** Until the next full sweep is due; empty before the first one. */
    public synchronized Optional<Duration> untilFull() {
        return Optional.ofNullable(lastFull)
                .map(last -> Duration.between(monotonic.instant(), last.plus(quiet.full())))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /** Calls a second, if polls came every poll period; 0 as long as it is not known what a sweep costs. */
    synchronized double callsAtPollPeriod() {
        double poll = periods.poll().toNanos() / 1e9;
        double calls =
                costOfSweep / (quiet.visits().isEmpty() ? poll : quiet.full().toNanos() / 1e9);
        for (Place place : quiet.visits().keySet()) {
            calls += looks.yields().get(place).cost() / poll;
        }
        return calls;
    }

    /** What a full sweep costs, in calls; 0 if that is not known. */
    public synchronized long costOfSweep() {
        return costOfSweep;
    }

    /** Whether a poll has begun, not longer ago than that. */
    synchronized boolean hasPolledWithin(Duration time) {
        return lastStart != null && !hasPassed(lastStart, time);
    }
}
