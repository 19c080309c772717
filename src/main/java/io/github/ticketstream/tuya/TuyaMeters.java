package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the calls to Tuya, each attempt on its own, by what came of it. */
public final class TuyaMeters {
    private final MeterRegistry registry;
    private final Timer duration;
    private final AtomicLong calls = new AtomicLong();

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

    /** Calls made since the start of the process. */
    public long calls() {
        return calls.get();
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
        calls.incrementAndGet();
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
