package io.github.ticketstream.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** The stream's own meters, each there from the start so that a rate can be built on it. */
public final class StreamMeters {
    private final MeterRegistry registry;
    private final Clock clock;
    private final Counter fetched;
    private final Counter unchanged;
    private final Counter deadLettered;
    private final Timer publishLag;
    private final Timer sweepDuration;
    private final AtomicLong tracked = new AtomicLong();
    private final AtomicLong lastComplete = new AtomicLong();

    /** @param status tells who is active */
    public StreamMeters(MeterRegistry registry, StreamStatus status, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        fetched = counter("tickets.fetched", "Entries of the list that were fetched")
                .register(registry);
        unchanged = counter("tickets.unchanged", "Entries that were dropped: nothing newer than what is published")
                .register(registry);
        deadLettered = counter("tickets.dead.lettered", "Entries that are no ticket, on the dead-letter topic")
                .register(registry);
        publishLag = Timer.builder("tickets.publish.lag")
                .description("From a ticket's update time to its record being read back as committed")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
        sweepDuration = Timer.builder("tickets.sweep.duration")
                .description("From the start of a sweep to its end")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(100))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
        Gauge.builder("tickets.tracked", tracked, AtomicLong::get)
                .description("Tickets whose published version is known")
                .register(registry);
        Gauge.builder("tickets.last.complete.sweep.timestamp", lastComplete, millis -> millis.get() / 1000.0)
                .baseUnit("seconds")
                .description("When the last complete sweep of this process ended; 0 before the first one")
                .register(registry);
        Gauge.builder("tickets.active", status, current -> current.isActive() ? 1 : 0)
                .description("1 active, 0 standby")
                .register(registry);
        List.of("discovered", "updated").forEach(this::published);
        List.of("complete", "incomplete", "failed").forEach(this::sweeps);
    }

    /** @param alive whether the election of the active replica shows signs of life */
    public void election(BooleanSupplier alive) {
        Gauge.builder("tickets.election.alive", () -> alive.getAsBoolean() ? 1 : 0)
                .description("1 while the election of the active replica shows signs of life; absent without standby")
                .register(registry);
    }

    private static Counter.Builder counter(String name, String description) {
        return Counter.builder(name).description(description);
    }

    private Counter published(String type) {
        return counter("tickets.published", "Ticket records that were read back as committed")
                .tag("type", type)
                .register(registry);
    }

    private Counter sweeps(String outcome) {
        return counter("tickets.sweeps", "Sweeps that ended")
                .tag("outcome", outcome)
                .register(registry);
    }

    public void fetched(int entries, int ofThemUnchanged) {
        fetched.increment(entries);
        unchanged.increment(ofThemUnchanged);
    }

    /** @param updateTime epoch milliseconds */
    public void published(String type, long updateTime) {
        published(type).increment();
        publishLag.record(Duration.ofMillis(Math.max(0, clock.millis() - updateTime)));
    }

    public void deadLettered() {
        deadLettered.increment();
    }

    public void tracked(int tickets) {
        tracked.set(tickets);
    }

    public void sweepEnded(String outcome, Duration took) {
        sweeps(outcome).increment();
        sweepDuration.record(took);
    }

    public void completedAt(Instant end) {
        lastComplete.set(end.toEpochMilli());
    }
}
