package io.github.ticketstream.tuya;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * When the next sweep is due: a poll period after the last one began, or so much later that what is left of the month's
 * calls lasts for what is left of the month.
 *
 * <p>It measures by a monotonic clock; the wall clock only names months. What a sweep costs is taken from sweeps that
 * succeeded: failed attempts make no later sweep cost more.
 */
public final class Pace {
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);
    private static final int TICKS_IN_PERIOD = 10;
    /** After so many whole-month paces without a sweep, "spent" is no longer a rounding effect at the month's end. */
    private static final int PACES = 3;

    private final CallBudget budget;
    private final Duration pollPeriod;
    private final Clock monotonic;
    private long costOfSweep;
    private long madeAtStart;
    private Instant lastStart;
    private Duration quietPeriod;

    /** @param monotonic measures what goes by */
    Pace(CallBudget budget, Duration pollPeriod, Clock monotonic) {
        this.budget = budget;
        this.pollPeriod = pollPeriod;
        this.monotonic = monotonic;
        this.quietPeriod = pollPeriod;
    }

    /** How often to ask whether a sweep is due. */
    public Duration tick() {
        Duration part = pollPeriod.dividedBy(TICKS_IN_PERIOD);
        return part.compareTo(LONGEST_TICK) < 0 ? part : LONGEST_TICK;
    }

    /** Whether a sweep is to begin now. */
    public synchronized boolean isDue() {
        if (budget.left() < costOfSweep) {
            return false;
        }
        return lastStart == null || !monotonic.instant().isBefore(lastStart.plus(period()));
    }

    /** A sweep begins. A small delay of one does not delay the next. */
    public synchronized void begun() {
        Instant now = monotonic.instant();
        Instant due = lastStart == null ? now : lastStart.plus(period());
        boolean onTime = !now.isBefore(due) && now.isBefore(due.plus(tick().multipliedBy(2)));
        lastStart = onTime ? due : now;
        madeAtStart = budget.made();
    }

    /** The sweep that began last has walked the whole list. */
    public synchronized void succeeded() {
        costOfSweep = Math.max(1, budget.made() - madeAtStart);
        quietPeriod = period();
    }

    /**
     * Takes up what a complete sweep left, of this process or of another one.
     *
     * @param at when it was complete
     * @param callsOfSweep what it took; 0 if that is not known
     * @param callsThisMonth all calls up to then
     */
    public synchronized void read(Instant at, long callsOfSweep, long callsThisMonth) {
        budget.read(at, callsThisMonth);
        costOfSweep = callsOfSweep;
        quietPeriod = period();
    }

    /** The next sweep is due at once: this process has just become the active one. */
    public synchronized void reset() {
        lastStart = null;
    }

    /** Time between the starts of two sweeps: the poll period, or longer if the budget demands it. */
    synchronized Duration period() {
        if (budget.limit().isEmpty() || costOfSweep == 0) {
            return pollPeriod;
        }
        Duration rest = budget.restOfMonth();
        long left = budget.left();
        Duration fair =
                left < costOfSweep ? rest : rest.multipliedBy(costOfSweep).dividedBy(left);
        return fair.compareTo(pollPeriod) > 0 ? fair : pollPeriod;
    }

    /** The same as it was after the last sweep that succeeded: failures don't stretch it. */
    public synchronized Duration quietPeriod() {
        return quietPeriod;
    }

    /** The day on which the budget would be spent if sweeps came every poll period; empty if it lasts. */
    public synchronized Optional<LocalDate> spentOn() {
        if (budget.limit().isEmpty() || costOfSweep == 0) {
            return Optional.empty();
        }
        Duration lasts = pollPeriod.multipliedBy(Math.max(0, budget.left()) / costOfSweep);
        Instant nextMonth = budget.nextMonth();
        return lasts.compareTo(budget.restOfMonth()) < 0
                ? Optional.of(LocalDate.ofInstant(
                        nextMonth.minus(budget.restOfMonth()).plus(lasts), ZoneOffset.UTC))
                : Optional.empty();
    }

    /** What stands in the way of sweeps for the rest of the month; empty if nothing does. */
    public synchronized Optional<String> problem() {
        if (budget.limit().isEmpty() || budget.left() >= Math.max(1, costOfSweep)) {
            return Optional.empty();
        }
        Duration pace = budget.wholeMonth()
                .multipliedBy(costOfSweep)
                .dividedBy(budget.limit().getAsLong());
        boolean atTheEnd = lastStart != null && monotonic.instant().isBefore(lastStart.plus(pace.multipliedBy(PACES)));
        return atTheEnd ? Optional.empty() : Optional.of(budget.spent());
    }
}
