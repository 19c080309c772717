package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The calls of this month, and how many there may be. No call is made beyond it. A month begins on the same day at 00:00
 * UTC: Tuya's packs run from the day on which they take effect.
 *
 * <p>The count outlives the process: each transaction carries it. What is not in it are the calls of a sweep that was
 * under way when the process died.
 */
public final class CallBudget {
    /** A clock that is set back comes to a month again, and must find its count. */
    private static final int MONTHS_KEPT = 3;

    private final OptionalLong limit;
    private final int beginsOn;
    private final Clock clock;
    /** Months are named by the one in which they begin. */
    private final TreeMap<YearMonth, Long> usedByMonth = new TreeMap<>();

    private YearMonth month;
    private long made;
    /** Of this month's calls of this process, those that no record which was read back counts. */
    private long unrecorded;
    /** What the last record that was made says, and how many of the calls above it counts. */
    private long offered = -1;

    private long unrecordedInOffered;

    /**
     * @param limit calls in a month; empty for no limit
     * @param beginsOn the day, 1 to 28, on which a month of calls begins
     */
    public CallBudget(OptionalLong limit, int beginsOn, Clock clock) {
        this.limit = limit;
        this.beginsOn = beginsOn;
        this.clock = clock;
        this.month = month(clock.instant());
    }

    /**
     * Counts a call that is about to be made.
     *
     * @throws TuyaException if the budget is spent
     */
    public synchronized void take() {
        requireCalls();
        usedByMonth.merge(month, 1L, Long::sum);
        made++;
        unrecorded++;
    }

    /**
     * A route's step, before anything is done for a call.
     *
     * @throws TuyaException if the budget is spent
     */
    public synchronized void requireCalls() {
        if (left() <= 0) {
            throw new TuyaException(Kind.QUOTA, spent(), remedy());
        }
    }

    /** The calls in this month, for a record. Only once that was read back do they count as recorded. */
    public synchronized long offer() {
        offered = used();
        unrecordedInOffered = unrecorded;
        return offered;
    }

    /**
     * Takes up the count where a transaction left it, of this process or of another one.
     *
     * @param at when that was; the count of another month says nothing
     * @param callsThisMonth the count up to then
     */
    public synchronized void read(Instant at, long callsThisMonth) {
        turnMonth();
        if (!month(at).equals(month)) {
            return;
        }
        if (callsThisMonth == offered) {
            unrecorded -= unrecordedInOffered;
            unrecordedInOffered = 0;
        }
        usedByMonth.merge(month, callsThisMonth + unrecorded, Math::max);
    }

    /** Calls of this process, in all its life. */
    public synchronized long made() {
        return made;
    }

    /** Calls in this month. */
    public synchronized long used() {
        turnMonth();
        return usedByMonth.getOrDefault(month, 0L);
    }

    /** Calls allowed in a month; empty if there is no limit. */
    public OptionalLong limit() {
        return limit;
    }

    /** Calls that may still be made in this month. */
    public long left() {
        return limit.orElse(Long.MAX_VALUE) - used();
    }

    /** How long this month lasts. */
    public Duration restOfMonth() {
        return Duration.between(clock.instant(), nextMonth());
    }

    /** How long a whole month like this one lasts. */
    public synchronized Duration wholeMonth() {
        turnMonth();
        return Duration.between(start(month), nextMonth());
    }

    /** When the next month begins. */
    public synchronized Instant nextMonth() {
        turnMonth();
        return start(month.plusMonths(1));
    }

    public String spent() {
        return "this month's budget is spent: " + used() + " of " + limit.orElse(0) + " calls (tuya.calls-per-month)";
    }

    /** What to do about it. */
    public String remedy() {
        return "raise tuya.calls-per-month, or wait for " + LocalDate.ofInstant(nextMonth(), ZoneOffset.UTC);
    }

    private Instant start(YearMonth of) {
        return of.atDay(beginsOn).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private YearMonth month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC).minusDays(beginsOn - 1L));
    }

    private void turnMonth() {
        YearMonth now = month(clock.instant());
        if (!now.equals(month)) {
            month = now;
            unrecorded = 0;
            offered = -1;
            unrecordedInOffered = 0;
            while (usedByMonth.size() >= MONTHS_KEPT) {
                usedByMonth.pollFirstEntry();
            }
        }
    }
}
