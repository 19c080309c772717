package io.github.ticketstream.ops;

import io.github.ticketstream.ops.StreamStatus.Role;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.Pulse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The status of a stream of which a test looks at something else. */
public final class TestStatus {
    private TestStatus() {}

    public static StreamMeters meters(Clock clock) {
        return new StreamMeters(new SimpleMeterRegistry(), clock);
    }

    /** Of a process that is active, and goes on. */
    public static StreamStatus of(Clock clock) {
        return of(new SimpleMeterRegistry(), () -> false, clock);
    }

    /** Of a process that is active, and nobody waits for a sign of it. */
    public static StreamStatus of(MeterRegistry registry, BooleanSupplier ending, Clock clock) {
        return new StreamStatus(
                new Role(() -> true, ending),
                new Pulse(clock, () -> 0, Duration.ZERO).onlyWhile(() -> false),
                new StreamMeters(registry, clock),
                new Clocks(clock, clock));
    }
}
