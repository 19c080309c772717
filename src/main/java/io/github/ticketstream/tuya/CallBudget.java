package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The calls of this month and their limit: it counts every request when it is sent, and refuses those beyond the limit.
 * A month begins on the same day at 00:00 UTC, since Tuya's packs run from the day on which they take effect.
 *
 * <p>{@link TuyaClock} alone says which month it is. Before the first reply it is the month of the count on the state
 * topic, or none: then all calls belong to the month of the first reply. One call of each month is kept back: if the
 * others are spent and this machine's clock says that a new month has begun, that call asks Tuya for the time.
 *
 * <p>The count outlives the process: it is committed before calls are made, with those that are about to be made, and
 * at the end of every attempt.
 */
public final class CallBudget {
    public static final long UNKNOWN_TIME = 1;

    private static final Duration THIRTY_ONE_DAYS = Duration.ofDays(31);
    /** Near the end of a month, calls that may have arrived in either month count in both. */
    private static final Duration EITHER_MONTH = Duration.ofMinutes(1);

    private static final int MONTHS_KEPT = 3;
    private static final Duration JUST_NOW = Duration.ofHours(1);

    /** With fewer calls than this, none is kept back. */
    private static final int MIN_TO_KEEP_ONE = 10;

    private final OptionalLong limit;
    private final int beginsOn;
    private final TuyaClock clock;
    /** The month in which the month of calls begins; null as long as it is unknown. */
    private YearMonth month;

    /** Calls in this month. */
    private long used;
    /** The count on the state topic; it may include calls ahead. */
    private long recorded;
    /** The part of it that was about to be made when it was committed. */
    private int lastAhead;

    /** Calls of this process, in all its life. */
    private long made;
    /** Calls before the first reply, those of earlier processes included that had none. */
    private long madeBeforeReply;
    /** The part of this month's calls that another process has made without a reply. */
    private long takenOver;

    private boolean known;
    private boolean namedByReply;
    /** The times of the last calls, by the monotonic clock. */
    private final Deque<Instant> lastCalls = new ArrayDeque<>();
    /** Months that the clock has left, because a wrong clock can return to one. */
    private final TreeMap<YearMonth, Left> monthsLeft = new TreeMap<>();
    /** The jumps of Tuya's clock that this count knows. */
    private int jumps;

    /** A month that the clock has left: its count then, the calls of this process, and when by the monotonic clock. */
    private record Left(long used, long made, Instant at) {}

    /**
     * A count on the state topic.
     *
     * @param at when it was taken by Tuya's clock: epoch milliseconds, or {@link #UNKNOWN_TIME}
     * @param unnamed the part of them that no reply has named a month for: they may have been made in a later one
     */
    public record Count(long at, long calls, long unnamed) {
        public Count(long at, long calls) {
            this(at, calls, 0);
        }
    }

    /** @param beginsOn the day, 1 to 28, on which a month of calls begins */
    public CallBudget(OptionalLong limit, int beginsOn, TuyaClock clock) {
        this.limit = limit;
        this.beginsOn = beginsOn;
        this.clock = clock;
    }

    /** @throws TuyaException if the budget is spent */
    public synchronized void take() {
        requireCalls();
        used++;
        made++;
        if (clock.now().isEmpty()) {
            madeBeforeReply++;
        } else {
            lastCalls.addLast(clock.measured());
        }
        forgetOldCalls();
    }

    /** @throws TuyaException if the budget is spent */
    public synchronized void requireCalls() {
        if (left() <= 0) {
            throw new TuyaException(Kind.QUOTA, spent(), remedy());
        }
    }

    /** Returns the count to commit, including so many calls that may be made before the next commit. */
    public synchronized Count snapshot(int ahead) {
        turnMonth();
        lastAhead = ahead;
        return new Count(
                clock.earliest().map(Instant::toEpochMilli).orElse(UNKNOWN_TIME),
                Math.min(limit.orElse(Long.MAX_VALUE), used + ahead),
                clock.now().isEmpty() ? madeBeforeReply + ahead : 0);
    }

    /** Returns whether there is a limit, and the count on the state topic does not include so many calls ahead. */
    public synchronized boolean mustBeRecorded(int ahead) {
        turnMonth();
        return limit.isPresent() && recorded < Math.min(limit.getAsLong(), used + ahead);
    }

    /**
     * Returns whether a failed request may be repeated: only if the count on the state topic includes it. Half of what
     * was counted ahead is for requests that are made for the first time.
     */
    public synchronized boolean mayRepeat() {
        return !mustBeRecorded(1 + lastAhead / 2);
    }

    /** Returns how many calls may be lost, or spent at once, without harm. */
    public long hundredth() {
        return limit.orElse(Long.MAX_VALUE) / 100;
    }

    /** Returns whether the state topic has this count, and no calls ahead. */
    public synchronized boolean isRecorded() {
        turnMonth();
        return recorded == used;
    }

    /** The count that this process wrote was committed, or has come back. */
    public synchronized void confirm(Count own) {
        turnMonth();
        // A count of another month says nothing about this one.
        if (month == null || own.at() <= UNKNOWN_TIME || month.equals(month(Instant.ofEpochMilli(own.at())))) {
            recorded = own.calls();
        }
        known = true;
    }

    /**
     * Takes over another process's count. Of a count of an earlier month only the unnamed calls matter; one of a later
     * month than Tuya's comes from a wrong clock, and counts now.
     */
    public synchronized void restore(Count count) {
        turnMonth();
        known = true;
        YearMonth itsMonth = count.at() <= UNKNOWN_TIME ? null : month(Instant.ofEpochMilli(count.at()));
        if (month != null && itsMonth != null && month.isAfter(itsMonth)) {
            used += Math.max(0, count.unnamed() - takenOver);
            takenOver = Math.max(takenOver, count.unnamed());
            return;
        }
        long unrecorded = Math.max(0, used - recorded);
        if (clock.now().isEmpty()) {
            month = itsMonth == null ? month : itsMonth;
            clock.isNotBefore(Instant.ofEpochMilli(count.at()));
            madeBeforeReply = count.unnamed() + unrecorded;
            takenOver = count.unnamed();
        }
        used = count.calls() + unrecorded;
        recorded = count.calls();
    }

    public synchronized long made() {
        return made;
    }

    /** Returns whether the month's count has come from the state topic: until then, only own calls are known. */
    public synchronized boolean isKnown() {
        return known;
    }

    public synchronized long used() {
        turnMonth();
        return used;
    }

    public OptionalLong limit() {
        return limit;
    }

    public synchronized long left() {
        turnMonth();
        boolean asksForTime = clock.now().isEmpty()
                && month != null
                && month(clock.ofThisMachine()).isAfter(month);
        long kept = asksForTime || limit.orElse(0) < MIN_TO_KEEP_ONE ? 0 : 1;
        return limit.isEmpty() ? Long.MAX_VALUE : Math.max(0, limit.getAsLong() - used - kept);
    }

    /** Returns how long this month still lasts; 31 days as long as the month is unknown. */
    public synchronized Duration restOfMonth() {
        return clock.earliest()
                .map(now -> Duration.between(now, end(month(now))))
                .orElse(THIRTY_ONE_DAYS);
    }

    public synchronized Duration wholeMonth() {
        return clock.earliest()
                .map(this::month)
                .map(now -> Duration.between(end(now.minusMonths(1)), end(now)))
                .orElse(THIRTY_ONE_DAYS);
    }

    /** Empty as long as no month is known. */
    public synchronized Optional<Instant> nextMonth() {
        return clock.earliest().map(this::month).map(this::end);
    }

    public String spent() {
        return "this month's budget is spent: " + used() + " of " + limit.orElse(0) + " calls (tuya.calls-per-month)"
                + (limit.orElse(0) > used() ? "; the last one is kept to ask Tuya for the time" : "");
    }

    public String remedy() {
        return "raise tuya.calls-per-month, or wait for "
                + nextMonth()
                        .map(next -> LocalDate.ofInstant(next, ZoneOffset.UTC).toString())
                        .orElse("the next month");
    }

    private Instant end(YearMonth of) {
        return of.plusMonths(1).atDay(beginsOn).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private YearMonth month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC).minusDays(beginsOn - 1L));
    }

    private void turnMonth() {
        YearMonth now = clock.earliest().map(this::month).orElse(month);
        // A count of a month to come counts now.
        boolean isAhead = month != null && !namedByReply && month.isAfter(now);
        if (month != null && !month.equals(now) && !isAhead) {
            begin(now);
        }
        month = now;
        jumps = clock.jumps();
        if (clock.now().isPresent()) {
            namedByReply = true;
            madeBeforeReply = 0;
        }
    }

    /**
     * Begins a month. A month that the clock had left goes on with its count. If the clock jumps back to it, the clock
     * was wrong meanwhile, and the calls made then count, too; if the month comes in its time, the clock was wrong when
     * it showed this month before.
     */
    private void begin(YearMonth now) {
        forgetOldCalls();
        monthsLeft.put(month, new Left(used, made, clock.measured()));
        Left before = monthsLeft.remove(now);
        long either = lastCalls.size() + madeBeforeReply;
        if (before == null) {
            used = either;
        } else {
            boolean justLeft = Duration.between(before.at(), clock.measured()).compareTo(JUST_NOW) < 0;
            used = before.used() + (justLeft || clock.jumps() != jumps ? made - before.made() : either);
        }
        recorded = 0;
        // Those that were made before the first reply count in this month already.
        takenOver = Math.min(takenOver, madeBeforeReply);
        while (monthsLeft.size() > MONTHS_KEPT) {
            monthsLeft.pollFirstEntry();
        }
    }

    private void forgetOldCalls() {
        Instant oldest = clock.measured().minus(EITHER_MONTH);
        while (!lastCalls.isEmpty() && lastCalls.peekFirst().isBefore(oldest)) {
            lastCalls.removeFirst();
        }
    }
}
