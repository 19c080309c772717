package io.github.ticketstream.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The last hour by minutes, from samples of the meters; for those who have no Prometheus. */
public final class LastHour {
    private static final int MINUTES = 60;

    private final MeterRegistry registry;
    private final RecentChanges recent;
    private final Clock clock;
    private final Deque<Minute> minutes = new ArrayDeque<>();
    private Totals before;

    /**
     * One minute.
     *
     * @param at its begin, epoch milliseconds
     * @param discovered first versions published in it
     * @param updated later versions published in it
     * @param timed those among them that are no silent changes
     * @param calls calls to the API that ended in it
     * @param callMillis mean time of such a call; 0 if there was none
     * @param lagMillis mean time from update to publication of the timed ones; 0 if there was none
     */
    public record Minute(
            long at, long discovered, long updated, long timed, long calls, double callMillis, double lagMillis) {}

    /** The meters since the start of the process, or their growth. */
    private record Totals(
            double discovered, double updated, long timed, double calls, double callMillis, double lagMillis) {
        Totals minus(Totals other) {
            return new Totals(
                    discovered - other.discovered,
                    updated - other.updated,
                    timed - other.timed,
                    calls - other.calls,
                    callMillis - other.callMillis,
                    lagMillis - other.lagMillis);
        }
    }

    public LastHour(MeterRegistry registry, RecentChanges recent, Clock clock) {
        this.registry = registry;
        this.recent = recent;
        this.clock = clock;
        this.before = totals();
    }

    /** Adds what has happened since the last sample to the current minute. A route's step. */
    public synchronized void sample() {
        Totals now = totals();
        Totals growth = now.minus(before);
        before = now;
        long minute = clock.instant().truncatedTo(ChronoUnit.MINUTES).toEpochMilli();
        // A clock that was set back comes to minutes again that were there.
        minutes.removeIf(known -> known.at() > minute);
        Minute last = minutes.peekLast();
        if (last != null && last.at() == minute) {
            minutes.removeLast();
        } else {
            last = new Minute(minute, 0, 0, 0, 0, 0, 0);
        }
        minutes.addLast(plus(last, growth));
        Instant oldest = clock.instant().minus(Duration.ofMinutes(MINUTES));
        while (minutes.getFirst().at() <= oldest.toEpochMilli()) {
            minutes.removeFirst();
        }
    }

    /** Oldest first; minutes without a sample are not in it. */
    public synchronized List<Minute> minutes() {
        return List.copyOf(minutes);
    }

    private static Minute plus(Minute minute, Totals growth) {
        long timed = minute.timed() + growth.timed();
        long calls = Math.round(growth.calls());
        return new Minute(
                minute.at(),
                minute.discovered() + Math.round(growth.discovered()),
                minute.updated() + Math.round(growth.updated()),
                timed,
                minute.calls() + calls,
                mean(minute.calls() * minute.callMillis() + growth.callMillis(), minute.calls() + calls),
                mean(minute.timed() * minute.lagMillis() + growth.lagMillis(), timed));
    }

    private static double mean(double sum, long count) {
        return count == 0 ? 0 : sum / count;
    }

    private Totals totals() {
        Timer calls = registry.find("tuya.request.duration").timer();
        return new Totals(
                published("discovered"),
                published("updated"),
                recent.timedUpdates(),
                calls == null ? 0 : calls.count(),
                calls == null ? 0 : calls.totalTime(TimeUnit.MILLISECONDS),
                recent.lagOfUpdates());
    }

    private double published(String type) {
        Counter counter = registry.find("tickets.published").tag("type", type).counter();
        return counter == null ? 0 : counter.count();
    }
}
