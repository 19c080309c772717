package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.simulator.TuyaSimulator;
import io.github.ticketstream.tuya.CallBudgets;
import io.github.ticketstream.tuya.ConnectedTuya;
import io.github.ticketstream.tuya.Tuya;
import io.github.ticketstream.tuya.TuyaException.Kind;
import io.github.ticketstream.tuya.TuyaFailures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How long a failed sweep waits before it is repeated. Pauses that double are up to a fifth shorter, by chance. */
final class RecoveryPauseTest {
    private final FailedSweeps sweeps = new FailedSweeps(Duration.ofMinutes(2));

    @ParameterizedTest
    @CsvSource({
        "TRANSIENT, 2, 1600, 2000",
        "TRANSIENT, 4, 6400, 8000",
        "TRANSIENT, 7, 51200, 64000",
        "TRANSIENT, 8, 96000, 120000",
        "TRANSIENT, 60, 96000, 120000",
        "UNKNOWN, 2, 16000, 20000",
        "UNKNOWN, 9, 96000, 120000"
    })
    void thePauseDoublesUpToOnePeriod(Kind kind, int inARow, long least, long most) {
        for (int i = 0; i < inARow; i++) {
            sweeps.isRepeatedAfter(TuyaFailures.of(kind));
        }

        assertThat(sweeps.pause()).isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
    }

    @ParameterizedTest
    @EnumSource(names = {"QUOTA", "CONFIGURATION", "CLOCK"})
    void aSlowProbeComesAtLeastOnceAnHourHoweverLongThePeriod(Kind kind) {
        FailedSweeps rare = new FailedSweeps(Duration.ofHours(2));

        rare.isRepeatedAfter(TuyaFailures.of(kind));

        assertThat(rare.pause()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource({"TRANSIENT, 240, 300", "REAUTHENTICATE, 240, 300", "UNKNOWN, 8000, 10000"})
    void aShortPeriodShortensThePauseButNotOfAnUnknownCode(Kind kind, long least, long most) {
        FailedSweeps frequent = new FailedSweeps(Duration.ofMillis(300));

        frequent.isRepeatedAfter(TuyaFailures.of(kind));

        assertThat(frequent.pause()).isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSIENT, PT30S, PT30S",
        "TRANSIENT, PT10M, PT10M",
        "TRANSIENT, PT240H, PT1H",
        "UNKNOWN, PT10M, PT10M",
        "UNKNOWN, PT240H, PT1H"
    })
    void anAskedPauseIsKeptUpToAnHour(Kind kind, Duration asked, Duration kept) {
        sweeps.isRepeatedAfter(TuyaFailures.of(kind, asked));

        assertThat(sweeps.pause()).isEqualTo(kept);
    }

    @Test
    void aSweepThatWorkedBeginsToCountAnew() {
        for (int i = 0; i < 5; i++) {
            sweeps.isRepeatedAfter(TuyaFailures.of(Kind.TRANSIENT));
        }
        sweeps.worked();

        sweeps.isRepeatedAfter(TuyaFailures.of(Kind.TRANSIENT));

        assertThat(sweeps.pause()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    /** Each try then asks the API for the whole list again. */
    @Test
    void aSweepThatKafkaFailsUnderWayIsRepeatedMoreSlowly() {
        try (TuyaSimulator simulator = TuyaSimulator.start();
                ConnectedTuya tuya = ConnectedTuya.to(simulator)) {
            FailedSweeps underWay = new FailedSweeps(tuya.tuya(), Duration.ofMinutes(2));
            for (int i = 0; i < 10; i++) {
                underWay.sweeps.next(null);
                underWay.isRepeatedAfter(new TimeoutException("no broker"));
            }

            assertThat(underWay.pause()).isBetween(Duration.ofSeconds(96), Duration.ofSeconds(120));
            assertThat(underWay.sweeps.isUnderWay()).isFalse();
        }
    }

    /** What the API's failures have cost is paid by waiting for the API; Kafka is asked often. */
    @Test
    void whileKafkaIsAwayNoPausePaysForCalls() {
        Clock begin = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
        Tuya tuya = CallBudgets.tuya(begin, CallBudgets.of(OptionalLong.of(1_000), begin));
        FailedSweeps limited = new FailedSweeps(tuya, Duration.ofMinutes(2));
        for (int attempt = 0; attempt < 12; attempt++) {
            limited.sweeps.next(null);
            tuya.budget().take();
            limited.isRepeatedAfter(TuyaFailures.of(Kind.TRANSIENT));
        }
        assertThat(limited.pause()).isGreaterThan(Duration.ofMinutes(10));

        limited.isRepeatedAfter(new TimeoutException("no broker"));

        assertThat(limited.pause()).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void everyFailedSweepIsCounted() {
        sweeps.isRepeatedAfter(TuyaFailures.of(Kind.LIST));
        sweeps.isRepeatedAfter(new TimeoutException("no broker"));

        assertThat(sweeps.counted()).isEqualTo(2);
    }
}
