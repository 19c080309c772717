package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the calls to Tuya, each attempt on its own, by what came of it. */
public final class TuyaMeters {
    private final MeterRegistry registry;
    private final Timer duration;
    private final AtomicLong repetitions = new AtomicLong();
    private volatile String lastReason = "";

    TuyaMeters(MeterRegistry registry, ServerClock clock) {
        this.registry = registry;
        this.duration = Timer.builder("tuya.request.duration")
                .description("From sending a request to the last byte of its reply")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(5))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry);
        registry.gauge("tuya.clock.offset.seconds", clock, c -> c.offset() / 1000.0);
        counter("ok");
        for (Kind kind : Kind.values()) {
            if (kind != Kind.LIST) {
                counter(name(kind));
            }
        }
    }

    void budget(CallBudget budget, Pace pace) {
        Gauge.builder("tuya.calls.this.month", budget, CallBudget::used)
                .description("Calls to Tuya in this calendar month (UTC), those of earlier processes included")
                .strongReference(true)
                .register(registry);
        budget.limit().ifPresent(limit -> {
            Gauge.builder("tuya.calls.per.month", () -> limit)
                    .description("Calls to Tuya that are allowed in a month: tuya.calls-per-month")
                    .register(registry);
            Gauge.builder("tuya.calls.spent.timestamp", () -> spentOn(pace))
                    .baseUnit("seconds")
                    .description("The day on which they would be spent at the poll period as set; NaN if they last")
                    .register(registry);
        });
        Gauge.builder("tickets.poll.period", () -> pace.quietPeriod().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description(
                        "Time between the starts of two sweeps, now: longer than set if the month's budget demands it")
                .register(registry);
    }

    private static double spentOn(Pace pace) {
        return pace.spentOn()
                .map(day -> (double) day.atStartOfDay(ZoneOffset.UTC).toEpochSecond())
                .orElse(Double.NaN);
    }

    /** Requests that were sent again since the start of the process. */
    public long repetitions() {
        return repetitions.get();
    }

    /** Why the last one was. */
    public String lastReason() {
        return lastReason;
    }

    void repeated(TuyaException failure) {
        lastReason = failure.getMessage();
        repetitions.incrementAndGet();
    }

    void succeeded(long sentAt) {
        count("ok", sentAt);
    }

    /** @param sentAt null if the call was not sent at all, for want of a token */
    void failed(Kind kind, Long sentAt) {
        if (sentAt != null) {
            count(name(kind), sentAt);
        }
    }

    private void count(String outcome, long sentAt) {
        counter(outcome).increment();
        duration.record(Duration.ofNanos(System.nanoTime() - sentAt));
    }

    private Counter counter(String outcome) {
        return Counter.builder("tuya.requests")
                .tag("outcome", outcome)
                .description("Calls to Tuya")
                .register(registry);
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
