package io.github.ticketstream.pace;

import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.TuyaException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.util.TimeUtils;

/**
 * When the next poll is due, and what it reads: the whole list, or the regions where changes have been turning up; and how far
 * the month's calls go with that.
 *
 * <p>It measures by a monotonic clock; Tuya's clock names months. Failures are paid from the same calls: a poll after a failure
 * begins with the page that failed, once the month's pace is overdrawn the next one waits until it is not, and a walk that
 * failed is not repeated before the calls for it are there. What a sweep costs is taken from sweeps that succeeded. What the
 * regions yield is known to this process alone.
 */
public final class Pace {
    private static final Duration MAX_TICK = Duration.ofSeconds(1);
    /** A poll is late by a tenth of a short period at most. */
    private static final int TICKS_IN_PERIOD = 10;
    /** A full sweep that missed something comes again so much earlier: health says nothing before three periods are over. */
    private static final int RETRIES_IN_PERIOD = 4;
    /** Four full sweeps count, which are four days of most lists: changes that only they find are rare. */
    private static final double MEMORY_OF_FULL = 0.75;
    /** However few the calls are: the API may have recovered. */
    private static final Duration MAX_PAUSE = Duration.ofHours(1);
    /** Nothing is asked of the API then. */
    private static final Duration PAUSE_WITHOUT_CALLS = Duration.ofMinutes(1);
    /** Of the month's calls, this part may be spent on quick retries of one failure. */
    private static final int RETRIES_ONE_IN = 100;

    /** However few the month's calls: a failure that passes is tried so often at once. */
    private static final int MIN_RETRIES = 5;
    /** So many whole-month paces before the month's end, "spent" is a rounding effect. */
    private static final int PACES = 3;

    /** However few the calls: a month without any is no rounding effect before its last day. */
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
    private long callsOfLastFailure;
    /** That a full sweep could not have since the last one that could walk the list; 0 for none. */
    private int failedPage;

    /** The most that one has taken since then; 0 if none has failed. */
    private long callsOfFailedWalk;

    private Shares afterSuccess;

    /**
     * What a poll reads.
     *
     * @param regions that a partial sweep probes; empty for a full sweep
     * @param firstPage the page of the whole list that is asked for before all else, once, since it could not be had before; 0
     *     for none. A poll after a failure costs one call as long as the API has not recovered.
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

    /** How often to ask whether a poll is due. */
    public Duration tick() {
        Duration part = periods.poll().dividedBy(TICKS_IN_PERIOD);
        return part.compareTo(MAX_TICK) < 0 ? part : MAX_TICK;
    }

    /** Whether {@link #next} is to be asked. Asking changes nothing. */
    public synchronized boolean isDue() {
        Duration pause = failing ? pause(periods.poll()) : periods.poll();
        return hasPassed(lastStart, pause) && choose(shares()).isPresent();
    }

    /**
     * Decides what is read now, and begins it. To be asked when a poll is due or the last one failed, and the state topic was
     * read to its end. A small delay of one poll does not delay the next.
     *
     * @return empty if nothing is to be read now
     */
    public synchronized Optional<Poll> next() {
        Shares shares = shares();
        Optional<Poll> chosen =
                failing || hasPassed(lastStart, periods.poll()) ? choose(shares) : Optional.<Poll>empty();
        chosen.ifPresent(poll -> begin(poll, pollPeriod(shares)));
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

    /** @param page of the whole list that could not be had before; 0 for none */
    private static Poll fullAfter(int page) {
        return new Poll(Set.of(), page);
    }

    private boolean isFullDue(Shares shares) {
        return hasPassed(lastFull, shares.full()) && hasPassed(fullStart, pauseOfFull(shares));
    }

    /** Before a full sweep has shown the list, only if there will not be one soon. */
    private boolean isPartialPossible() {
        return lastFull != null || callsOfFailedWalk > 0 || budget.left() < costOfSweep;
    }

    /** One that was not complete is repeated earlier than its period says, and leaves calls for others meanwhile. */
    private Duration pauseOfFull(Shares shares) {
        Duration part = shares.full().dividedBy(RETRIES_IN_PERIOD);
        Duration pause = lastFull == null ? shares.onlyFull() : longer(part, shares.onlyFull());
        return longer(pause, paid(callsOfFailedWalk));
    }

    /** @param since null for never: then any time has passed */
    private boolean hasPassed(Instant since, Duration period) {
        return since == null || !monotonic.instant().isBefore(since.plus(period));
    }

    /** The full sweep under way has walked the whole list, and seen all of it. */
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

    /** The full sweep under way has walked the list, and may have missed some of it: the next one comes earlier. */
    public synchronized void walked() {
        costOfSweep = Math.max(1, budget.made() - madeAtStart);
        failedPage = 0;
        callsOfFailedWalk = 0;
        succeeded();
    }

    /** The partial sweep under way has probed its regions. */
    public synchronized void probed(Map<Region, Visit> visits) {
        if (lastStart != null) { // Forgotten meanwhile where the role has changed.
            probes.probed(visits, lastStart);
            succeeded();
        }
    }

    private void succeeded() {
        failing = false;
        callsOfRetries = 0;
        afterSuccess = shares();
    }

    /**
     * A region could not be probed while others could: it rests, so that it does not take them with it.
     *
     * @return how long
     */
    public synchronized Duration rest(Region region, TuyaException failure) {
        return probes.rest(region, failure, monotonic.instant());
    }

    /** Why a region is not probed now, for each that rests. */
    synchronized Map<Region, String> resting() {
        return probes.resting(monotonic.instant());
    }

    /**
     * The poll under way has failed.
     *
     * @param page of the whole list, which could not be had; 0 if that is not why
     */
    public synchronized void failed(int page) {
        callsOfLastFailure = budget.made() - madeAtStart;
        callsOfRetries += failing ? callsOfLastFailure : 0;
        failing = true;
        if (last.isFull()) {
            failedPage = page > 0 ? page : last.firstPage();
            callsOfFailedWalk = Math.max(callsOfFailedWalk, Math.max(1, callsOfLastFailure));
        }
    }

    /**
     * How long to wait after a failure: as long as its kind asks for, and longer if the month's pace is overdrawn.
     *
     * @param ofKind what its kind asks for
     */
    public synchronized Duration pause(Duration ofKind) {
        if (budget.left() == 0) {
            return shorter(ofKind, PAUSE_WITHOUT_CALLS);
        }
        if (!isOverdrawn()) {
            return ofKind;
        }
        return longer(ofKind, shorter(paid(callsOfLastFailure), MAX_PAUSE));
    }

    /** In how much time the month has so many calls. */
    private Duration paid(long calls) {
        return Duration.ofNanos((long) (1e9 * calls / callsPerSecond()));
    }

    private boolean isOverdrawn() {
        return budget.limit().isPresent()
                && callsOfRetries > Math.max(MIN_RETRIES, budget.limit().getAsLong() / RETRIES_ONE_IN);
    }

    /**
     * Takes up what a complete sweep left, of this process or of another one.
     *
     * @param callsOfSweep what it took; 0 if that is not known
     */
    public synchronized void restore(long callsOfSweep) {
        costOfSweep = callsOfSweep;
        afterSuccess = shares();
    }

    /** A full sweep is due at once: this process has just become the active one, and knows nothing but the topics. */
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

    private Duration pollPeriod(Shares shares) {
        return shares.visits().values().stream().min(Duration::compareTo).orElse(shares.full());
    }

    /**
     * Time between the starts of two polls, as it was after the last one that succeeded: failures don't stretch it. Nor does the
     * end of a month that had no calls left, once the next one has begun.
     */
    public synchronized Duration pollPeriod() {
        return shorter(pollPeriod(afterSuccess), pollPeriod(shares()));
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

    /** Until the next full sweep is due; empty before the first one. */
    public synchronized Optional<Duration> untilFull() {
        return Optional.ofNullable(lastFull)
                .map(since -> Duration.between(monotonic.instant(), since.plus(shares().full())))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /** Calls a second, if polls came every poll period; 0 as long as it is not known what a sweep costs. */
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

    /** The day on which the month's calls would be spent if polls came every poll period; empty if they last. */
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

    /** What stands in the way of polls for the rest of the month; empty if nothing does. */
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

    /** What an operator should know although the stream goes on; empty if there is nothing. */
    public synchronized String notice() {
        List<String> notices = new ArrayList<>();
        periods.full()
                .filter(set -> budget.limit().isPresent() && fullPeriod().compareTo(set.multipliedBy(2)) > 0)
                .ifPresent(set ->
                        notices.add("tuya.calls-per-month=" + budget.limit().getAsLong()
                                + " allows a full sweep every " + TimeUtils.printDuration(fullPeriod())
                                + ", not every " + TimeUtils.printDuration(set)
                                + " (tickets.full-sweep-period), and no polls between them"));
        resting()
                .forEach((region, why) -> notices.add(
                        "partial sweeps leave out " + region.inWords() + " for now, because it fails: " + why));
        return String.join("; ", notices);
    }

    public CallBudget budget() {
        return budget;
    }

    /** What a full sweep costs, in calls; 0 if that is not known. */
    synchronized long costOfSweep() {
        return costOfSweep;
    }
}
