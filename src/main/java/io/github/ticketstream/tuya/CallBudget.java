package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of this calendar month (UTC), and a budget for them. Sweeps come so far apart that what is left of the budget
 * lasts for what is left of the month; and no call at all is made beyond it.
 *
 * <p>The count outlives the process: each record of the sweep topic carries it. What is not in it are the calls of a sweep
 * that was under way when the process died.
 */
public final class CallBudget {
    private static final Logger LOG = LoggerFactory.getLogger(CallBudget.class);
    /** So many times the pace of the whole month without a sweep are no mere rounding at the month's end. */
    private static final int PERIODS = 3;

    private final OptionalLong limit;
    private final Duration pollPeriod;
    private final Clock clock;
    private YearMonth month;
    private long used;
    private long unrecorded;
    private long usedAtLastStart;
    private long costOfSweep;
    private Instant lastStart;
    private boolean stretched;

    /** @param limit calls in a month; empty for no limit */
    CallBudget(OptionalLong limit, Duration pollPeriod, Clock clock) {
        this.limit = limit;
        this.pollPeriod = pollPeriod;
        this.clock = clock;
        this.month = thisMonth();
    }

    /**
     * A route's step, before each call: counts it.
     *
     * @throws TuyaException if the budget is spent
     */
    public synchronized void take() {
        turnMonth();
        if (left() <= 0) {
            throw new TuyaException(Kind.QUOTA, spent(), remedy());
        }
        used++;
        unrecorded++;
    }

    /** The calls in this month, for the next record of the sweep topic. */
    public synchronized long record() {
        turnMonth();
        unrecorded = 0;
        return used;
    }

    /**
     * Takes up the count where a complete sweep left it, of this process or of another one.
     *
     * @param at when it was complete; the count of another month says nothing
     * @param callsOfSweep what it took, for those to come
     * @param callsThisMonth the count up to then
     */
    public synchronized void learn(Instant at, long callsOfSweep, long callsThisMonth) {
        turnMonth();
        if (YearMonth.from(at.atOffset(ZoneOffset.UTC)).equals(month)) {
            // They are others' calls, and none of a sweep that has begun here.
            long others = Math.max(0, callsThisMonth + unrecorded - used);
            used += others;
            usedAtLastStart += others;
        }
        costOfSweep = callsOfSweep;
    }

    /** Whether the budget allows a sweep to begin now. If so, it counts as begun. */
    public synchronized boolean isDue() {
        turnMonth();
        if (limit.isEmpty()) {
            return true;
        }
        Duration period = period();
        Instant now = clock.instant();
        if (left() < cost() || (lastStart != null && now.isBefore(lastStart.plus(period)))) {
            tellThatItIsStretched(period);
            return false;
        }
        if (lastStart == null) {
            lastStart = now;
        } else {
            costOfSweep = cost();
            // Polls come once a poll period: a sweep that had to wait for one lets the next one come earlier.
            Instant ideal = lastStart.plus(period);
            Instant earliest = now.minus(pollPeriod);
            lastStart = ideal.isAfter(earliest) ? ideal : earliest;
        }
        usedAtLastStart = used;
        return true;
    }

    /** Time between the starts of two sweeps: the poll period, or longer if the budget demands it. */
    public synchronized Duration period() {
        turnMonth();
        long cost = cost();
        if (limit.isEmpty() || cost == 0) {
            return pollPeriod;
        }
        Duration restOfMonth = Duration.between(clock.instant(), nextMonth());
        Duration fair =
                left() < cost ? restOfMonth : restOfMonth.dividedBy(left()).multipliedBy(cost);
        return fair.compareTo(pollPeriod) > 0 ? fair : pollPeriod;
    }

    /** Calls in this month. */
    public synchronized long used() {
        turnMonth();
        return used;
    }

    /** Calls allowed in a month; empty if there is no limit. */
    public OptionalLong limit() {
        return limit;
    }

    /** The day on which the budget would be spent if sweeps came every poll period; empty if it lasts. */
    public synchronized Optional<LocalDate> spentOn() {
        turnMonth();
        if (limit.isEmpty() || cost() == 0) {
            return Optional.empty();
        }
        Duration lasts = pollPeriod.multipliedBy(Math.max(0, left()) / cost());
        Instant spent = clock.instant().plus(lasts);
        return spent.isBefore(nextMonth()) ? Optional.of(LocalDate.ofInstant(spent, ZoneOffset.UTC)) : Optional.empty();
    }

    /** What stands in the way of sweeps for the rest of the month; empty if nothing does. */
    public synchronized Optional<String> problem() {
        turnMonth();
        if (limit.isEmpty() || left() >= Math.max(1, cost())) {
            return Optional.empty();
        }
        Duration pace =
                Duration.ofDays(month.lengthOfMonth()).multipliedBy(cost()).dividedBy(limit.getAsLong());
        boolean atTheEnd = lastStart != null && clock.instant().isBefore(lastStart.plus(pace.multipliedBy(PERIODS)));
        return atTheEnd ? Optional.empty() : Optional.of(spent());
    }

    /** What to do about it. */
    public synchronized String remedy() {
        return "raise tuya.calls-per-month, or wait for " + LocalDate.ofInstant(nextMonth(), ZoneOffset.UTC);
    }

    private String spent() {
        return "this month's budget is spent: " + used + " of " + limit.orElse(0) + " calls (tuya.calls-per-month)";
    }

    /** Calls that a sweep takes, by the last one; 0 if there was none. */
    private long cost() {
        return used > usedAtLastStart ? used - usedAtLastStart : costOfSweep;
    }

    private long left() {
        return limit.orElse(Long.MAX_VALUE) - used;
    }

    private void tellThatItIsStretched(Duration period) {
        if (!stretched) {
            stretched = true;
            LOG.info(
                    "sweeps come {} s apart from now on: {} of {} calls of this month are left (tuya.calls-per-month)",
                    period.toSeconds(),
                    left(),
                    limit.orElse(0));
        }
    }

    private void turnMonth() {
        YearMonth now = thisMonth();
        if (!now.equals(month)) {
            month = now;
            used = 0;
            unrecorded = 0;
            usedAtLastStart = 0;
            stretched = false;
        }
    }

    private YearMonth thisMonth() {
        return YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    }

    private Instant nextMonth() {
        return month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
