package io.github.ticketstream.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.ops.StreamStatus.Role;
import io.github.ticketstream.ops.StreamStatus.Source;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.pace.Periods;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.Pulse;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudgets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamHealthTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MutableClock clock = new MutableClock(START);
    private boolean working;
    private final Pulse pulse = new Pulse(clock, () -> 0, Duration.ofMinutes(4)).onlyWhile(() -> working);
    private final StreamStatus status = new StreamStatus(
            new Role(() -> true, () -> false), pulse, TestStatus.meters(clock), new Clocks(clock, clock));
    private boolean kafkaReachable = true;
    private final Pace pace = new Pace(
            CallBudgets.unlimited(clock).budget(),
            new Periods(Duration.ofSeconds(120), Optional.empty(), Set.of()),
            clock);
    private final StreamHealth health = new StreamHealth(status, pace, () -> kafkaReachable);

    @BeforeEach
    void giveContext() {
        health.setCamelContext(new DefaultCamelContext());
    }

    @Test
    void isNotReadyBeforeTheFirstCompleteSweepAndSaysHowFarItIs() {
        status.begin(CallBudgets.none(), 0).pageRead(1200, 50);

        assertDown("the first sweep is not complete (1 pages, 50 of 1200 tickets)");
    }

    @Test
    void isReadyAfterACompleteSweep() {
        completeSweep(Duration.ofSeconds(1));

        assertThat(health.call().getState()).isEqualTo(State.UP);
        assertThat(health.isLiveness()).isFalse();
    }

    @Test
    void isDownWhenNoSweepHasCompletedForThreePeriods() {
        completeSweep(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(360));
        assertThat(health.call().getState()).isEqualTo(State.UP);

        clock.advance(Duration.ofMillis(1));

        assertDown("no sweep has completed since 2026-01-01T00:00:01Z");
    }

    @Test
    void aSweepThatTakesLongerThanAPeriodStretchesIt() {
        completeSweep(Duration.ofHours(1));
        clock.advance(Duration.ofMinutes(170));

        assertThat(health.call().getState()).isEqualTo(State.UP);
    }

    @Test
    void whatStandsInTheWayIsToldAtOnceWithItsRemedy() {
        completeSweep(Duration.ofSeconds(1));
        status.failed(new Trouble(Source.API, "the quota is spent", "order more calls", true, START.plusSeconds(3600)));

        assertDown("the quota is spent; what to do: order more calls");
        assertThat(health.call(Map.of()).getDetails())
                .containsEntry("reason", "the quota is spent")
                .containsEntry("remedy", "order more calls");
    }

    @Test
    void aTroubleThatMayPassCountsOnlyWhenItLasts() {
        completeSweep(Duration.ofSeconds(1));
        status.failed(new Trouble(Source.API, "HTTP status 503", "wait", false, START));
        assertThat(health.call().getState()).isEqualTo(State.UP);

        clock.advance(Duration.ofSeconds(361));

        assertDown("no sweep has completed since 2026-01-01T00:00:01Z: HTTP status 503; what to do: wait");
    }

    @Test
    void isDownWhileKafkaDoesNotAnswer() {
        completeSweep(Duration.ofSeconds(1));
        kafkaReachable = false;

        assertDown("Kafka does not answer; what to do: check the brokers and camel.component.kafka.brokers");
    }

    @Test
    void isDownWhenNoEntryOfTheListIsATicketAndSaysWhy() {
        completeSweep(Duration.ofSeconds(1), 40, 40);

        assertDown("none of the list's 40 entries is a usable ticket (too late, on topic t); what to do: "
                + StreamStatus.UNUSABLE_REMEDY);
        // A partial sweep says nothing else.
        status.partial(status.begin(CallBudgets.none(), 0));
        assertThat(health.call().getState()).isEqualTo(State.DOWN);

        completeSweep(Duration.ofSeconds(1), 40, 39);
        assertThat(health.call().getState()).isEqualTo(State.UP);
        completeSweep(Duration.ofSeconds(1), 0, 0);
        assertThat(health.call().getState()).as("an empty list").isEqualTo(State.UP);
    }

    @Test
    void aStreamThatStandsStillSaysSo() {
        working = true;
        completeSweep(Duration.ofSeconds(1));
        clock.advance(Duration.ofMinutes(4));

        assertThat(health.call().getState()).isEqualTo(State.DOWN);
        assertThat(message())
                .startsWith("the stream stands still: for 241 s no step of it has ended; what to do: a thread dump");
        pulse.beat();

        assertThat(health.call().getState()).isEqualTo(State.UP);
    }

    private String message() {
        return health.call().getMessage().orElse("");
    }

    private void completeSweep(Duration took) {
        completeSweep(took, 10, 0);
    }

    private void completeSweep(Duration took, int entries, int unusable) {
        SweepProgress progress = status.begin(CallBudgets.none(), 0);
        progress.pageRead(entries, entries);
        for (int i = 0; i < unusable; i++) {
            progress.unusable("too late, on topic t");
        }
        clock.advance(took);
        status.complete(progress, 0);
    }

    private void assertDown(String message) {
        HealthCheck.Result result = health.call();
        assertThat(result.getState()).isEqualTo(State.DOWN);
        assertThat(result.getMessage()).contains(message);
    }
}
