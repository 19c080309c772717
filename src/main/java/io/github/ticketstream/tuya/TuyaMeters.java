package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the calls to Tuya by outcome, each attempt on its own. */
public final class TuyaMeters {
    public static final String FULL = "full";
    public static final String PARTIAL = "partial";
    private static final String TOKEN = "token";

    private final MeterRegistry registry;
    private final PageSize pageSize;
    private final Timer duration;
    private final Map<String, Counter> calls = new HashMap<>();
    private final AtomicLong repetitions = new AtomicLong();
    private volatile String purpose = FULL;

    TuyaMeters(MeterRegistry registry, TuyaClock clock, PageSize pageSize) {
        this.registry = registry;
        this.pageSize = pageSize;
        this.duration = Timer.builder("tuya.request.duration")
                .description("From sending a request to the last byte of its reply")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(5))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry);
        registry.gauge("tuya.clock.offset.seconds", clock, c -> c.offset() / 1000.0);
        Gauge.builder("tickets.page.size", pageSize, PageSize::inForce)
                .description("Tickets on a full page of the list")
                .register(registry);
        for (String name : List.of(FULL, PARTIAL, TOKEN)) {
            Counter.Builder counter = Counter.builder("tuya.calls")
                    .description("Calls to Tuya by what they are for: full sweeps, partial sweeps, tokens");
            calls.put(name, counter.tag("for", name).register(registry));
        }
        counter("ok");
        // An untrustworthy list is no outcome of a call.
        EnumSet.complementOf(EnumSet.of(Kind.LIST)).forEach(kind -> counter(name(kind)));
    }

    /** Tickets on a full page of the list. */
    public int pageSize() {
        return pageSize.inForce();
    }

    /** Sets the purpose of the calls from now on, except those for a token: {@code full} or {@code partial} sweeps. */
    public void callsAreFor(String sweeps) {
        purpose = sweeps;
    }

    void called(String path) {
        calls.get(path.contains(AccessToken.PATH) ? TOKEN : purpose).increment();
    }

    /** Calls for full sweeps, for partial ones and for tokens, since the start of the process. */
    public Map<String, Long> calls() {
        Map<String, Long> counts = new TreeMap<>();
        calls.forEach((name, counter) -> counts.put(name, (long) counter.count()));
        return counts;
    }

    /** Returns the requests that were sent, or that failed before. Never falls. */
    public long attempts() {
        return calls().values().stream().mapToLong(Long::longValue).sum() + repetitions.get();
    }

    /** Returns the requests that were sent again, since the start of the process. */
    public long repetitions() {
        return repetitions.get();
    }

    void repeated() {
        repetitions.incrementAndGet();
    }

    void succeeded(long sentAt) {
        count("ok", sentAt);
    }

    /** @param sentAt null if the call was not sent, because there was no token */
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
