package io.github.ticketstream.pace;

import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.TuyaException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.util.TimeUtils;

/**
 * Decides when the next poll is due and what it reads: the whole list, or the regions where changes have turned up; and
 * calculates how long the month's calls last.
 *
 * <p>It measures by a monotonic clock; Tuya's clock names months. Failures are paid from the same calls: a poll after a
 * failure begins with the page that failed; if the month's pace is overdrawn, the next poll waits until it is not; a
 * walk that failed is repeated only when the calls for it are there. The cost of a sweep is that of sweeps that
 * succeeded. Only this process knows what the regions yield.
 */
public final class Pace {
    private static final Duration MAX_TICK = Duration.ofSeconds(1);
    /** A poll is late by a tenth of a short period at most. */
    private static final int TICKS_IN_PERIOD = 10;
    /** A full sweep that missed something comes again in this part of a period, long before health reports it. */
    private static final int RETRIES_IN_PERIOD = 4;
    /** Remembers about four full sweeps, four days of most lists: changes that only they find are rare. */
    private static final double MEMORY_OF_FULL = 0.75;
    /** The longest pause, however few the calls are, because the API may have recovered. */
    private static final Duration MAX_PAUSE = Duration.ofHours(1);
    /** The pause without calls. */
    private static final Duration PAUSE_WITHOUT_CALLS = Duration.ofMinutes(1);
    /** One failure may spend this part of the month's calls on quick retries. */
    private static final int RETRIES_ONE_IN = 100;

    /** Quick retries of one failure, however few the month's calls. */
    private static final int MIN_RETRIES = 5;
    /** Before the month's end, "spent" is a rounding effect for so many times the interval that pays for a sweep. */
    private static final int PACES = 3;

    /** But for a day at most: with few calls, that interval is long. */
    private static final Duration MAX_END = Duration.ofDays(1);

    private final CallBudget budget;
    private final Periods periods;
    private final Clock monotonic;
    private Probes probes;
    private ProbeStats fullSweeps = new ProbeStats(MEMORY_OF_FULL);
    private long costOfSweep;
    private long madeAtStart;
    private Instant lastStart;
    private Instant fullStart;
    private Instant lastFull;
    private Poll last = fullAfter(0);
    private boolean failing;
    private long callsOfRetries;
    /** The page that failed since the last full sweep that walked the list; 0 for none. */
    private int failedPage;

    /** The most calls that a failed walk has taken since then; 0 if none has failed. */
    private long callsOfFailedWalk;

    private Shares afterSuccess;

    /**
     * The content of a poll.
     *
     * @param regions that a partial sweep probes; empty for a full sweep
     * @param firstPage the page of the whole list that failed before, and that the poll requests first, once; 0 for
     *     none. So a poll after a failure costs one call as long as the API has not recovered.
     */
    public record Poll(Set<Region> regions, int firstPage) {
        public boolean isFull() {
            return regions.isEmpty();
        }
    }

    public Pace(CallBudget budget, Periods periods, Clock monotonic) {
        this.budget = budget;
        this.periods = periods;
        this.monotonic = monotonic;
        this.probes = new Probes(periods.regions());
        this.afterSuccess = shares();
    }

    /** Returns how often to ask whether a poll is due. */
    public Duration tick() {
        return shorter(periods.poll().dividedBy(TICKS_IN_PERIOD), MAX_TICK);
    }

    /** Returns whether a poll is due. Changes nothing. */
    public synchronized boolean isDue() {
        Duration pause = failing ? pause(periods.poll()) : periods.poll();
        return hasPassed(lastStart, pause) && choose(shares()).isPresent();
    }

    /**
     * Decides what to read now, and begins it; empty if there is nothing. Call it when a poll is due or the last one
     * failed, and the state topic was read to its end. A small delay of one poll does not delay the next.
     */
    public synchronized Optional<Poll> next() {
        Shares shares = shares();
        Optional<Poll> chosen =
                failing || hasPassed(lastStart, periods.poll()) ? choose(shares) : Optional.<Poll>empty();
        chosen.ifPresent(poll -> begin(poll, shares.pollPeriod()));
        return chosen;
    }

    private void begin(Poll poll, Duration period) {
        Instant now = monotonic.instant();
        Instant due = lastStart == null ? now : lastStart.plus(period);
        boolean onTime = !now.isBefore(due) && now.isBefore(due.plus(tick().multipliedBy(2)));
        lastStart = onTime ? due : now;
        last = poll;
        if (poll.isFull()) {
            fullStart = lastStart;
        }
        madeAtStart = budget.made();
    }

    private Optional<Poll> choose(Shares shares) {
        if (budget.left() == 0) {
            return Optional.empty();
        }
        boolean retriesWalk = failing && last.isFull() && !isOverdrawn();
        if ((retriesWalk || isFullDue(shares)) && budget.left() >= costOfSweep) {
            return Optional.of(fullAfter(failing ? Math.max(1, failedPage) : failedPage));
        }
        Set<Region> due = isPartialPossible()
                ? probes.due(shares.visits(), monotonic.instant(), budget.left())
                : EnumSet.noneOf(Region.class);
        if (failing) {
            due.add(Region.FRONT);
            return Optional.of(new Poll(due, 1));
        }
        return due.isEmpty() ? Optional.empty() : Optional.of(new Poll(due, 0));
    }

    /** @param page of the whole list that failed before; 0 for none */
    private static Poll fullAfter(int page) {
        return new Poll(Set.of(), page);
    }

    private boolean isFullDue(Shares shares) {
        return hasPassed(lastFull, shares.full()) && hasPassed(fullStart, pauseOfFull(shares));
    }

    /** Returns whether a partial sweep makes sense; before the first full sweep only if none is due soon. */
    private boolean isPartialPossible() {
        return lastFull != null || callsOfFailedWalk > 0 || budget.left() < costOfSweep;
    }

    /** Returns the pause before the next full sweep; an incomplete one comes earlier, and leaves calls for others. */
    private Duration pauseOfFull(Shares shares) {
        Duration part = shares.full().dividedBy(RETRIES_IN_PERIOD);
        Duration pause = lastFull == null ? shares.onlyFull() : longer(part, shares.onlyFull());
        return longer(pause, paid(callsOfFailedWalk));
    }

    /** @param since null for never: then any time has passed */
    private boolean hasPassed(Instant since, Duration period) {
        return since == null || !monotonic.instant().isBefore(since.plus(period));
    }

    /** Ends a full sweep that has seen the whole list. */
    public synchronized void complete(Visit visit) {
        walked();
        if (lastFull != null) {
            long onlyFull = visit.missedWithin(probes.sinceAllThatPay(fullStart));
            fullSweeps.add(onlyFull, costOfSweep, Duration.between(lastFull, fullStart));
        }
        lastFull = fullStart;
        probes.probedAll(fullStart);
        afterSuccess = shares();
    }

    /** Ends a full sweep that may have missed part of the list: the next one comes earlier. */
    public synchronized void walked() {
        costOfSweep = Math.max(1, callsOfPoll());
        failedPage = 0;
        callsOfFailedWalk = 0;
        succeeded();
    }

    /** Ends a partial sweep that has probed its regions. */
    public synchronized void probed(Map<Region, Visit> visits) {
        if (lastStart != null) { // A change of role may have made us forget it.
            probes.probed(visits, lastStart);
            succeeded();
        }
    }

    private void succeeded() {
        failing = false;
        callsOfRetries = 0;
        afterSuccess = shares();
    }

    /** Lets a region rest that failed while others did not, so that it does not stop them; returns how long. */
    public synchronized Duration rest(Region region, TuyaException failure) {
        return probes.rest(region, failure, monotonic.instant());
    }

    /** @param page of the whole list that failed; 0 if the reason is another */
    public synchronized void failed(int page) {
        callsOfRetries += failing ? callsOfPoll() : 0;
        failing = true;
        if (last.isFull()) {
            failedPage = page > 0 ? page : last.firstPage();
            callsOfFailedWalk = Math.max(callsOfFailedWalk, Math.max(1, callsOfPoll()));
        }
    }

    /** Returns the pause after a failure: that of its kind, or a longer one if the month's pace is overdrawn. */
    public synchronized Duration pause(Duration ofKind) {
        if (budget.left() == 0) {
            return shorter(ofKind, PAUSE_WITHOUT_CALLS);
        }
        if (!isOverdrawn()) {
            return ofKind;
        }
        return longer(ofKind, shorter(paid(callsOfPoll()), MAX_PAUSE));
    }

    /** Returns the time in which the month earns so many calls. */
    private Duration paid(long calls) {
        return Duration.ofNanos((long) (1e9 * calls / callsPerSecond()));
    }

    /** Returns the calls of the last poll, as far as it has come. */
    private long callsOfPoll() {
        return budget.made() - madeAtStart;
    }

    private boolean isOverdrawn() {
        return budget.limit().isPresent()
                && callsOfRetries > Math.max(MIN_RETRIES, budget.limit().getAsLong() / RETRIES_ONE_IN);
    }

    /** Takes over the calls of a complete sweep, of this process or of another one; 0 if unknown. */
    public synchronized void restore(long callsOfSweep) {
        costOfSweep = callsOfSweep;
        afterSuccess = shares();
    }

    /** Makes a full sweep due at once: this process has just become the active one, and knows only the topics. */
    public synchronized void reset() {
        lastStart = null;
        fullStart = null;
        lastFull = null;
        last = fullAfter(0);
        failing = false;
        callsOfRetries = 0;
        failedPage = 0;
        callsOfFailedWalk = 0;
        probes = new Probes(periods.regions());
        fullSweeps = new ProbeStats(MEMORY_OF_FULL);
    }

    private Shares shares() {
        return Shares.of(
                new Shares.Means(callsPerSecond(), costOfSweep == 0 ? callsOfFailedWalk : costOfSweep, periods),
                fullSweeps,
                probes.stats(monotonic.instant()));
    }

    private double callsPerSecond() {
        double rest = Math.max(1, budget.restOfMonth().toNanos() / 1e9);
        return budget.limit().isEmpty() ? Double.POSITIVE_INFINITY : Math.max(0.001, (double) budget.left()) / rest;
    }

    /** Returns the time between two polls as of the last success: neither failures nor spent calls stretch it. */
    public synchronized Duration pollPeriod() {
        return shorter(afterSuccess.pollPeriod(), shares().pollPeriod());
    }

    public synchronized Duration fullPeriod() {
        return shorter(afterSuccess.full(), shares().full());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Returns the time until the next full sweep is due; empty before the first one. */
    public synchronized Optional<Duration> untilFull() {
        return Optional.ofNullable(lastFull)
                .map(since -> Duration.between(monotonic.instant(), since.plus(shares().full())))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /** Returns the calls a second if polls came every poll period; 0 as long as the cost of a sweep is unknown. */
    synchronized double callsAtPollPeriod() {
        double poll = periods.poll().toNanos() / 1e9;
        Shares shares = shares();
        double calls =
                costOfSweep / (shares.visits().isEmpty() ? poll : shares.full().toNanos() / 1e9);
        Map<Region, ProbeStats> stats = probes.stats(monotonic.instant());
        for (Region region : shares.visits().keySet()) {
            calls += stats.get(region).cost() / poll;
        }
        return calls;
    }

    /** Returns the day on which polls at every poll period would spend the month's calls; empty if the calls last. */
    public Optional<LocalDate> spentOn() {
        double calls = callsAtPollPeriod();
        if (budget.limit().isEmpty() || calls == 0) {
            return Optional.empty();
        }
        Duration rest = budget.restOfMonth();
        Duration lasts = Duration.ofSeconds((long) (budget.left() / calls));
        return budget.nextMonth()
                .filter(next -> lasts.compareTo(rest) < 0)
                .map(next -> LocalDate.ofInstant(next.minus(rest).plus(lasts), ZoneOffset.UTC));
    }

    /** Returns the reason why there are no polls for the rest of the month; empty if there is none. */
    public synchronized Optional<String> problem() {
        long ofSweep = Math.max(1, costOfSweep);
        long least = periods.regions().isEmpty() ? ofSweep : Math.min(ofSweep, Probes.RESERVE);
        if (budget.limit().isEmpty() || budget.left() >= least) {
            return Optional.empty();
        }
        Duration perSweep = budget.wholeMonth()
                .multipliedBy(ofSweep)
                .dividedBy(budget.limit().getAsLong());
        Duration end = shorter(perSweep.multipliedBy(PACES), MAX_END);
        return budget.restOfMonth().compareTo(end) <= 0 ? Optional.empty() : Optional.of(budget.spent());
    }

    /** Returns the notice for an operator although the stream goes on; empty if there is none. */
    public synchronized String notice() {
        return periods.full()
                .filter(set -> budget.limit().isPresent() && fullPeriod().compareTo(set.multipliedBy(2)) > 0)
                .map(set -> "tuya.calls-per-month=" + budget.limit().getAsLong() + " allows a full sweep every "
                        + TimeUtils.printDuration(fullPeriod()) + ", not every " + TimeUtils.printDuration(set)
                        + " (tickets.full-sweep-period), and no polls between them")
                .orElse("");
    }

    public CallBudget budget() {
        return budget;
    }

    /** Returns the calls that a full sweep takes; 0 if unknown. */
    synchronized long costOfSweep() {
        return costOfSweep;
    }
}
