package io.github.ticketstream.ops;

import io.github.ticketstream.ops.RecentChanges.Change;
import io.github.ticketstream.ops.RecentChanges.DeadLetter;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.process.DroppedLines;
import io.github.ticketstream.settings.TicketState;
import io.github.ticketstream.tuya.CallBudget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The stream's own meters, each there from the start so that a rate can be built on it. */
public final class StreamMeters {
    static final double MEDIAN = 0.5;
    static final double MOST = 0.95;
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Clock clock;
    private final RecentChanges recent = new RecentChanges();
    private final Map<SweepCount, Counter> counts = new EnumMap<>(SweepCount.class);
    private final Timer publishLag;
    /** Does not count tickets that changed before the first full sweep. */
    private final Timer freshness;
    /** The same times in milliseconds, until {@link #takeLags} takes them; a thousand are enough for a median. */
    private final BlockingQueue<Long> lags = new ArrayBlockingQueue<>(1_000);

    private final Timer sweepDuration;
    private final AtomicLong tracked;
    private final AtomicLong missing;
    private final AtomicLong excess;
    private final AtomicLong lastComplete = new AtomicLong();
    /** Tickets by state: the documented ones, and one for all others. */
    private final Map<String, AtomicLong> states = new TreeMap<>();

    private volatile boolean upToDate;
    private volatile Set<String> silentFields = Set.of();

    public StreamMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        for (SweepCount count : SweepCount.values()) {
            if (!count.metric.isEmpty()) {
                counts.put(count, counter(count.metric, count.description));
            }
        }
        List.of("discovered", "updated").forEach(this::published);
        List.of("complete", "partial", "incomplete", "failed").forEach(this::sweeps);
        TicketState.ALL.forEach(this::registerState);
        registerState(OTHER);
        publishLag = histogram(
                "tickets.publish.lag",
                "From update time to committed record, without silent changes",
                Duration.ofMillis(10));
        sweepDuration =
                histogram("tickets.sweep.duration", "From the start of a sweep to its end", Duration.ofMillis(100));
        freshness = Timer.builder("tickets.freshness")
                .description("From a ticket's update time to its record being read back as committed, in the last hour")
                .publishPercentiles(MEDIAN, MOST)
                .distributionStatisticExpiry(Duration.ofHours(1))
                .distributionStatisticBufferLength(6)
                .register(registry);
        tracked = gauge("tickets.tracked", "Tickets whose published version is known");
        missing = gauge("tickets.missing", "Tickets that are tracked and not in the list, by the last complete sweep");
        excess = gauge(
                "tickets.total.excess", "Tickets that the API counts and does not list, by the last complete sweep");
        seconds(
                "tickets.last.complete.sweep.timestamp",
                "When the last complete sweep of this process ended; 0 before the first one",
                () -> lastComplete.get() / 1000.0);
        FunctionCounter.builder("log.lines.dropped", DroppedLines.class, all -> DroppedLines.count())
                .description("Lines of the log that were dropped, since nobody read standard output")
                .register(registry);
    }

    private void registerState(String state) {
        publishedInState(state);
        AtomicLong inState = new AtomicLong();
        states.put(state, inState);
        Gauge.builder("tickets.in.state", inState, AtomicLong::get)
                .tag("state", state)
                .description("Tickets in this state, of the last complete sweep")
                .register(registry);
    }

    private Counter published(String type) {
        return counter("tickets.published", "Ticket records that were read back as committed", "type", type);
    }

    private Counter publishedInState(String state) {
        return counter(
                "tickets.published.by.state", "The same by the state that the published version has", "state", state);
    }

    private Counter sweeps(String outcome) {
        return counter("tickets.sweeps", "Sweeps that ended", "outcome", outcome);
    }

    /** Registers the gauges of status and pace. */
    public void observe(StreamStatus status, Pace pace) {
        gauge("tickets.active", "1 active, 0 standby", () -> status.isActive() ? 1 : 0);
        seconds(
                "tickets.last.poll.timestamp",
                "When the last poll of this process, full or partial, succeeded; 0 before the first one",
                () -> status.lastPoll()
                        .map(poll -> poll.endedAt().wall().toEpochMilli() / 1000.0)
                        .orElse(0.0));
        seconds(
                "tickets.poll.period",
                "Time between the starts of two polls, now: longer than set if the month's budget demands it",
                () -> pace.pollPeriod().toMillis() / 1000.0);
        seconds(
                "tickets.full.sweep.period",
                "Time between the starts of two full sweeps, now",
                () -> pace.fullPeriod().toMillis() / 1000.0);
        observeCalls(pace);
    }

    private void observeCalls(Pace pace) {
        CallBudget budget = pace.budget();
        gauge(
                "tuya.calls.this.month",
                "Calls to Tuya in this month of calls, those of earlier processes included; not a number as long as they are not known",
                () -> budget.isKnown() ? budget.used() : Double.NaN);
        budget.limit().ifPresent(limit -> {
            gauge(
                    "tuya.calls.per.month",
                    "Calls to Tuya that are allowed in a month: tuya.calls-per-month",
                    () -> limit);
            seconds(
                    "tuya.calls.spent.timestamp",
                    "The day on which they would be spent at the poll period as set; NaN if they last",
                    () -> pace.spentOn()
                            .map(day ->
                                    (double) day.atStartOfDay(ZoneOffset.UTC).toEpochSecond())
                            .orElse(Double.NaN));
            seconds(
                    "tuya.month.end.timestamp",
                    "When this month of calls ends, by Tuya's clock; NaN as long as no month is known",
                    () -> budget.nextMonth()
                            .map(end -> (double) end.getEpochSecond())
                            .orElse(Double.NaN));
        });
    }

    /** @param alive whether the election of the active replica shows signs of life */
    public void election(BooleanSupplier alive) {
        gauge(
                "tickets.election.alive",
                "1 while the election of the active replica shows signs of life; absent without standby",
                () -> alive.getAsBoolean() ? 1 : 0);
    }

    /** Returns a counter of the registry, which creates it if it does not exist. */
    private Counter counter(String name, String description, String... tag) {
        return Counter.builder(name).description(description).tags(tag).register(registry);
    }

    private Timer histogram(String name, String description, Duration least) {
        return Timer.builder(name)
                .description(description)
                .publishPercentileHistogram()
                .minimumExpectedValue(least)
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
    }

    private AtomicLong gauge(String name, String description) {
        AtomicLong value = new AtomicLong();
        gauge(name, description, value::get);
        return value;
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    private void seconds(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).baseUnit("seconds").description(description).register(registry);
    }

    /** Entries that a sweep has read, and counted itself when it did. */
    public void fetched(int entries) {
        counts.get(SweepCount.FETCHED).increment(entries);
    }

    /** Counts in the sweep, and over all sweeps. */
    public void count(SweepCount what, long howMany, SweepProgress sweep) {
        sweep.add(what, howMany);
        counts.get(what).increment((double) howMany);
    }

    /** Returns the count over all sweeps of this process. */
    public long total(SweepCount what) {
        return (long) counts.get(what).count();
    }

    /** @param names of the fields that make silent changes, as far as they are known; may be added to */
    public void silentFields(Set<String> names) {
        silentFields = names;
    }

    Set<String> silentFields() {
        return silentFields;
    }

    /** A record that was read back as committed. */
    public void published(Change change, SweepProgress sweep) {
        long now = clock.millis();
        sweep.add(SweepCount.CHANGED, 1);
        published(change.type()).increment();
        publishedInState(states.containsKey(change.after()) ? change.after() : OTHER)
                .increment();
        if (change.updateTime() != Change.UNKNOWN) {
            long lag = Math.max(0, now - change.updateTime());
            publishLag.record(lag, TimeUnit.MILLISECONDS);
            if (upToDate) {
                freshness.record(lag, TimeUnit.MILLISECONDS);
                lags.offer(lag);
            }
        }
        recent.add(change.publishedAt(now));
    }

    /** An entry that is no ticket was published on the dead-letter topic; its key is that of its mark. */
    public void deadLettered(String key, String reason, int page, SweepProgress sweep) {
        count(SweepCount.DEAD_LETTERED, 1, sweep);
        recent.add(new DeadLetter(key, reason, page, clock.millis()));
    }

    RecentChanges recent() {
        return recent;
    }

    /**
     * Returns the time from update time to topic over the last hour, in milliseconds; empty if nothing was published.
     *
     * @param share of the changes that took no longer: {@link #MEDIAN} or {@link #MOST}
     */
    OptionalLong freshness(double share) {
        return Arrays.stream(freshness.takeSnapshot().percentileValues())
                .filter(value -> value.percentile() == share && value.value() > 0)
                .mapToLong(value -> (long) value.value(TimeUnit.MILLISECONDS))
                .findFirst();
    }

    /** Returns the times from update time to topic since the last call, in milliseconds. */
    List<Long> takeLags() {
        List<Long> taken = new ArrayList<>();
        lags.drainTo(taken);
        return taken;
    }

    public void tracked(int tickets) {
        tracked.set(tickets);
    }

    void missing(long tickets) {
        missing.set(tickets);
    }

    long missing() {
        return missing.get();
    }

    void ended(String outcome) {
        sweeps(outcome).increment();
    }

    /** Records the duration of a walk over the whole list; other polls say nothing about it. */
    void walked(Duration took) {
        sweepDuration.record(took);
    }

    /**
     * @param inStates tickets by state
     * @param counted tickets that the API counts and does not list
     */
    void completed(Instant end, Map<String, Integer> inStates, long counted) {
        upToDate = true;
        lastComplete.set(end.toEpochMilli());
        excess.set(counted);
        states.forEach((state, count) -> count.set(inStates.getOrDefault(state, 0)));
    }

    long excess() {
        return excess.get();
    }

    /** After a change of role, the next full sweep finds older changes, which do not count for freshness. */
    void reset() {
        upToDate = false;
    }
}
