package io.github.ticketstream;

import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.ops.TestStatus;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudgets;
import io.github.ticketstream.tuya.Tuya;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Sweeps that fail one after the other, as Camel's error handler tells them to {@link Recovery}. */
final class FailedSweeps {
    final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22Z"));
    final AtomicBoolean stopping = new AtomicBoolean();
    final Sweeps sweeps;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final StreamStatus status = TestStatus.of(registry, stopping::get, clock);
    private final Recovery recovery;
    private Exchange firing = new DefaultExchange(new DefaultCamelContext());
    private int failures;

    /** Sweeps that fail before they begin. */
    FailedSweeps(Duration period) {
        this(CallBudgets.unlimited(Clock.systemUTC()), period);
    }

    FailedSweeps(Tuya tuya, Duration period) {
        sweeps = TestStreams.sweeps(tuya, period, clock, status);
        recovery = new Recovery(sweeps, status, () -> {}, status.clocks());
    }

    /** Whether the sweep is repeated after {@link #pause}. */
    boolean isRepeatedAfter(Throwable failure) {
        failures++;
        firing.getIn().setHeader(Exchange.REDELIVERY_COUNTER, failures);
        firing.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        return recovery.again(firing);
    }

    /** A sweep worked: the timer fires anew. */
    void worked() {
        firing = new DefaultExchange(new DefaultCamelContext());
        failures = 0;
    }

    Duration pause() {
        return Duration.ofMillis(firing.getIn().getHeader(Exchange.REDELIVERY_DELAY, Long.class));
    }

    Optional<Trouble> trouble() {
        return status.trouble();
    }

    double counted() {
        return registry.get("tickets.sweeps").tag("outcome", "failed").counter().count();
    }
}
