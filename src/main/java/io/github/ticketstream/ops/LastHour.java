package io.github.ticketstream.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The last hour by minutes, from samples of the meters; for those who have no Prometheus. */
public final class LastHour {
    private static final Duration HOUR = Duration.ofHours(1);

    private final MeterRegistry registry;
    private final StreamMeters meters;
    private final Clock clock;
    /** The growth of the meters, by the start of the minute in epoch milliseconds. */
    private final TreeMap<Long, Meters> minutes = new TreeMap<>();

    private Meters before;

    /**
     * One minute.
     *
     * @param at its start, epoch milliseconds
     * @param discovered first versions published in it
     * @param updated later versions published in it
     * @param calls calls to the API that ended in it
     * @param callMillis mean time of such a call; 0 if there was none
     * @param lagMillis median time from update to publication, without silent changes and without tickets that changed
     *     before the first full sweep; 0 if there was none
     */
    public record Minute(long at, long discovered, long updated, long calls, double callMillis, long lagMillis) {}

    /**
     * The meters since the start of the process, or their growth; times in milliseconds.
     *
     * @param lags those since the sample before
     */
    private record Meters(double discovered, double updated, double calls, double callTime, List<Long> lags) {
        Meters since(Meters before) {
            return new Meters(
                    discovered - before.discovered,
                    updated - before.updated,
                    calls - before.calls,
                    callTime - before.callTime,
                    lags);
        }

        Meters plus(Meters more) {
            return new Meters(
                    discovered + more.discovered,
                    updated + more.updated,
                    calls + more.calls,
                    callTime + more.callTime,
                    Stream.of(lags, more.lags).flatMap(List::stream).toList());
        }

        Minute minute(long at) {
            return new Minute(
                    at,
                    Math.round(discovered),
                    Math.round(updated),
                    Math.round(calls),
                    callTime / Math.max(1, calls),
                    median(lags));
        }
    }

    /** A mean would show a single ticket that comes back after months. */
    private static long median(List<Long> lags) {
        return lags.isEmpty() ? 0 : lags.stream().sorted().toList().get(lags.size() / 2);
    }

    /** @param registry which has the meters of the stream and of the calls */
    public LastHour(MeterRegistry registry, StreamMeters meters, Clock clock) {
        this.registry = registry;
        this.meters = meters;
        this.clock = clock;
        this.before = meters();
    }

    /** Adds what has happened since the last sample to the current minute. A route's step. */
    public synchronized void sample() {
        Meters now = meters();
        Meters growth = now.since(before);
        before = now;
        Instant time = clock.instant();
        long minute = time.truncatedTo(ChronoUnit.MINUTES).toEpochMilli();
        // A clock that was set back comes to the same minutes again.
        minutes.tailMap(minute, false).clear();
        minutes.merge(minute, growth, Meters::plus);
        minutes.headMap(time.minus(HOUR).toEpochMilli(), true).clear();
    }

    /** Oldest first; minutes without a sample are not in it. */
    public synchronized List<Minute> minutes() {
        return minutes.entrySet().stream()
                .map(minute -> minute.getValue().minute(minute.getKey()))
                .toList();
    }

    private Meters meters() {
        Timer calls = registry.timer("tuya.request.duration");
        return new Meters(
                registry.counter("tickets.published", "type", "discovered").count(),
                registry.counter("tickets.published", "type", "updated").count(),
                (double) calls.count(),
                calls.totalTime(TimeUnit.MILLISECONDS),
                meters.takeLags());
    }
}
