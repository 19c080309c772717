package io.github.ticketstream.ops;

import io.github.ticketstream.process.StandardOutput;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.settings.TicketState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The stream's own meters, each there from the start so that a rate can be built on it. */
public final class StreamMeters {
    private static final String OTHER = "other";
    /** The documented states, and one for all others. */
    private static final List<String> STATES =
            Stream.concat(TicketState.ALL.stream(), Stream.of(OTHER)).toList();

    private final MeterRegistry registry;
    private final StreamStatus status;
    private final Clock clock;
    private final Map<SweepCount, Counter> counts = new EnumMap<>(SweepCount.class);
    private final HiddenChanges hidden;
    private final Timer publishLag;
    private final Freshness freshness;
    private final Timer sweepDuration;
    private final Map<String, Counter> published = new HashMap<>();
    private final Map<String, Counter> publishedByState = new HashMap<>();
    private final RecentChanges recent;
    private final Map<String, AtomicLong> states = new TreeMap<>();
    private final AtomicLong tracked = new AtomicLong();
    private final AtomicLong lastComplete = new AtomicLong();
    private final AtomicLong excess = new AtomicLong();

    /** @param tickets keep the state in which each was last seen */
    public StreamMeters(MeterRegistry registry, StreamStatus status, KnownTickets tickets, Clock clock) {
        this.registry = registry;
        this.status = status;
        this.recent = new RecentChanges(tickets);
        this.clock = clock;
        for (SweepCount count : SweepCount.values()) {
            if (!count.metric().isEmpty()) {
                counts.put(count, counter(count.metric(), count.description()).register(registry));
            }
        }
        hidden = new HiddenChanges(registry);
        FunctionCounter.builder("log.lines.dropped", StandardOutput.class, all -> StandardOutput.dropped())
                .description("Lines of the log that were dropped, since nobody read standard output or error")
                .register(registry);
        publishLag = Timer.builder("tickets.publish.lag")
                .description("From update time to committed record, without silent changes")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
        freshness = new Freshness(registry);
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
        Gauge.builder("tickets.total.excess", excess, AtomicLong::get)
                .description("Tickets that the API counts and does not list, by the last complete sweep")
                .register(registry);
        Gauge.builder("tickets.active", status, current -> current.isActive() ? 1 : 0)
                .description("1 active, 0 standby")
                .register(registry);
        STATES.forEach(state -> {
            publishedByState.put(
                    state,
                    counter("tickets.published.by.state", "The same by the state that the published version has")
                            .tag("state", state)
                            .register(registry));
            Gauge.builder("tickets.in.state", states.computeIfAbsent(state, s -> new AtomicLong()), AtomicLong::get)
                    .tag("state", state)
                    .description("Tickets in this state, of the last complete sweep")
                    .register(registry);
        });
        List.of("discovered", "updated")
                .forEach(type -> published.put(
                        type,
                        counter("tickets.published", "Ticket records that were read back as committed")
                                .tag("type", type)
                                .register(registry)));
        List.of("complete", "partial", "incomplete", "failed").forEach(this::sweeps);
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

    private Counter sweeps(String outcome) {
        return counter("tickets.sweeps", "Sweeps that ended")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Entries that a sweep has read, and counted itself when it did. */
    public void fetched(int entries) {
        status.pulse().beat();
        counts.get(SweepCount.FETCHED).increment(entries);
    }

    /** Counts in the sweep, and over all sweeps. */
    public void count(SweepCount what, long howMany, SweepProgress sweep) {
        sweep.add(what, howMany);
        counts.get(what).increment(howMany);
    }

    /** Over all sweeps of this process. */
    long total(SweepCount what) {
        return (long) counts.get(what).count();
    }

    /** The state of a ticket that has not changed. */
    public void stateSeen(String ticketNo, String state) {
        recent.seen(ticketNo, state);
    }

    /** A record that was read back as committed. */
    public void published(Change change, SweepProgress sweep) {
        long now = clock.millis();
        sweep.add(SweepCount.CHANGED, 1);
        published.get(change.type()).increment();
        publishedByState
                .getOrDefault(change.after(), publishedByState.get(OTHER))
                .increment();
        if (change.updateTime() != Change.UNKNOWN) {
            long lag = Math.max(0, now - change.updateTime());
            publishLag.record(lag, TimeUnit.MILLISECONDS);
            if (status.lastSweep().isPresent()) {
                freshness.record(lag);
            }
        }
        recent.add(change, now);
    }

    /** How fresh the changes of the last hour were. */
    Freshness freshness() {
        return freshness;
    }

    public void deadLettered(DeadLetter deadLetter, SweepProgress sweep) {
        count(SweepCount.DEAD_LETTERED, 1, sweep);
        recent.add(deadLetter.buriedAt(clock.millis()));
    }

    /** What no update time tells. */
    public HiddenChanges hidden() {
        return hidden;
    }

    /** What was published last. */
    public RecentChanges recent() {
        return recent;
    }

    public void tracked(int tickets) {
        tracked.set(tickets);
    }

    /** A sweep that walked the whole list. */
    public void sweepEnded(String outcome, Duration took) {
        sweeps(outcome).increment();
        sweepDuration.record(took);
    }

    /** Without its time, which says nothing about how long the list takes; no more does that of a sweep that failed. */
    public void partialSweepEnded() {
        sweeps("partial").increment();
    }

    public void sweepFailed() {
        sweeps("failed").increment();
    }

    /**
     * @param inStates tickets by state
     * @param counted tickets that the API counts and does not list
     */
    public void completed(Instant end, Map<String, Integer> inStates, long counted) {
        lastComplete.set(end.toEpochMilli());
        excess.set(counted);
        states.forEach((state, count) -> count.set(inStates.getOrDefault(state, 0)));
    }
}
