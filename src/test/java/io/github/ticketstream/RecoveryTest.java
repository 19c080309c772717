package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.ops.SweepProgress;
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
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

/**
 * When the next sweep begins after one that failed, and what is said; the period is two minutes. Pauses that double are up to a
 * fifth shorter, by chance.
 */
final class RecoveryTest {
    private static final Duration PERIOD = Duration.ofMinutes(2);

    private FailedSweeps sweeps = new FailedSweeps(PERIOD);

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
            failed(TuyaFailures.of(kind));
        }

        assertThat(pauseMillis()).isBetween(least, most);
    }

    @ParameterizedTest
    @CsvSource({"TRANSIENT, 240, 300", "REAUTHENTICATE, 240, 300", "UNKNOWN, 8000, 10000"})
    void aShortPeriodShortensThePauseButNotOfAnUnknownCode(Kind kind, long least, long most) {
        sweeps = new FailedSweeps(Duration.ofMillis(300));

        failed(TuyaFailures.of(kind));

        assertThat(pauseMillis()).isBetween(least, most);
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
        failed(TuyaFailures.of(kind, asked));

        assertThat(sweeps.pause()).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"CONFIGURATION, 300000", "CONNECTION, 60000", "CLOCK, 300000", "QUOTA, 3600000"})
    void whatOnlyAPersonCanChangeIsProbedSlowly(Kind kind, long millis) {
        assertThat(failed(TuyaFailures.of(kind))).isTrue();

        assertThat(pauseMillis()).isEqualTo(millis);
        Trouble trouble = trouble();
        assertThat(trouble.blocking()).isTrue();
        assertThat(trouble.problem()).isEqualTo("problem");
        assertThat(trouble.remedy()).isEqualTo("remedy");
        assertThat(trouble.nextAttempt()).isEqualTo(sweeps.clock.instant().plusMillis(millis));
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST", "LIST"})
    void whatNoRepetitionMendsWaitsForTheNextPeriod(Kind kind) {
        assertThat(failed(TuyaFailures.of(kind))).isFalse();

        assertThat(trouble().nextAttempt()).isEqualTo(sweeps.clock.instant().plus(PERIOD));
    }

    @Test
    void threeRefusedTokensInARowAreAMatterOfConfiguration() {
        failed(TuyaFailures.of(Kind.REAUTHENTICATE));
        failed(TuyaFailures.of(Kind.REAUTHENTICATE));
        assertThat(trouble().blocking()).isFalse();
        assertThat(pauseMillis()).isLessThanOrEqualTo(2000);

        failed(TuyaFailures.of(Kind.REAUTHENTICATE));

        assertThat(trouble().blocking()).isTrue();
        assertThat(pauseMillis()).isEqualTo(300_000);
    }

    @Test
    void anotherSortOfFailureBeginsANewRow() {
        failed(TuyaFailures.of(Kind.REAUTHENTICATE));
        failed(TuyaFailures.of(Kind.REAUTHENTICATE));
        failed(TuyaFailures.of(Kind.TRANSIENT));

        failed(TuyaFailures.of(Kind.REAUTHENTICATE));

        assertThat(trouble().blocking()).isFalse();
        assertThat(pauseMillis()).isLessThanOrEqualTo(1000);
    }

    @Test
    void aSweepThatWorkedBeginsANewRow() {
        for (int i = 0; i < 5; i++) {
            failed(TuyaFailures.of(Kind.TRANSIENT));
        }
        sweeps.worked();

        failed(TuyaFailures.of(Kind.TRANSIENT));

        assertThat(pauseMillis()).isLessThanOrEqualTo(1000);
    }

    @Test
    void whileKafkaIsAwayItIsTriedOften() {
        for (int i = 0; i < 100; i++) {
            failed(new TimeoutException("away"));
        }

        assertThat(pauseMillis()).isBetween(4_000L, 5_000L);
        assertThat(trouble().blocking()).isTrue();
    }

    /** Each try then asks the API for the whole list again. */
    @Test
    void aSweepThatKafkaFailsUnderWayIsRepeatedMoreSlowly() {
        try (TuyaSimulator simulator = TuyaSimulator.start();
                ConnectedTuya tuya = ConnectedTuya.to(simulator)) {
            sweeps = new FailedSweeps(tuya.tuya(), PERIOD);
            for (int i = 0; i < 10; i++) {
                sweeps.sweeps.next(null);
                failed(new TimeoutException("no broker"));
            }

            assertThat(pauseMillis()).isBetween(96_000L, 120_000L);
            assertThat(sweeps.sweeps.isUnderWay()).isFalse();
        }
    }

    /** What the API's failures have cost is paid by waiting for the API; Kafka is asked often. */
    @Test
    void whileKafkaIsAwayNoPausePaysForCalls() {
        Clock begin = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
        Tuya tuya = CallBudgets.tuya(begin, CallBudgets.of(OptionalLong.of(1_000), begin));
        sweeps = new FailedSweeps(tuya, PERIOD);
        for (int attempt = 0; attempt < 12; attempt++) {
            sweeps.sweeps.next(null);
            tuya.budget().take();
            failed(TuyaFailures.of(Kind.TRANSIENT));
        }
        assertThat(sweeps.pause()).isGreaterThan(Duration.ofMinutes(10));

        failed(new TimeoutException("no broker"));

        assertThat(pauseMillis()).isLessThanOrEqualTo(5_000);
    }

    @Test
    void whatLastsOverAMinuteIsToldWithItsLikelyCause() {
        failed(new TimeoutException("away"));
        assertThat(trouble().remedy()).doesNotContain("min.insync.replicas");
        sweeps.clock.advance(Duration.ofSeconds(61));

        failed(new TimeoutException("away"));

        assertThat(trouble().remedy()).contains("min.insync.replicas");
    }

    @ParameterizedTest
    @CsvSource({"true, ERROR", "false, WARN"})
    void theLevelFollowsWhetherSomeoneMustAct(boolean needsOperator, String level) {
        try (CapturedLog log = CapturedLog.of(Recovery.class.getName())) {
            failed(needsOperator ? new TopicAuthorizationException(Set.of("t")) : new TimeoutException("away"));

            assertThat(log.events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.getLevel()).hasToString(level));
        }
    }

    @Test
    void theLineOfAFailedSweepIsTheLastOneWithItsName() {
        try (CapturedLog log = CapturedLog.of(Recovery.class.getName())) {
            sweeps.sweeps.setLogContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            failed(TuyaFailures.of(Kind.TRANSIENT));

            assertThat(log.events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.getContextData().toMap())
                            .isEqualTo(Map.of(
                                    "sweep.id", "1719394102000", "trace.id", "0af7651916cd43dd8448eb211c80319c")));
            assertThat(MDC.getCopyOfContextMap()).isEmpty();
        }
    }

    @Test
    void kafkaIsTheReasonOnlyUntilTheNextSweepHasRead() {
        failed(new TimeoutException("away"));

        sweeps.status.begin(CallBudgets.none(), 0);

        assertThat(sweeps.trouble()).isEmpty();
    }

    @Test
    void theApiIsTheReasonOnlyUntilTheNextPage() {
        failed(TuyaFailures.of(Kind.TRANSIENT));
        SweepProgress progress = sweeps.status.begin(CallBudgets.none(), 0);
        assertThat(sweeps.trouble()).isPresent();

        progress.pageRead(100, 50);

        assertThat(sweeps.trouble()).isEmpty();
    }

    @Test
    void theCauseIsFoundWhateverIsAroundIt() {
        failed(new IllegalStateException(
                new RuntimeException(new TopicAuthorizationException(Set.of("tuya.tickets")))));
        assertThat(trouble().problem()).startsWith("Kafka denies access").contains("tuya.tickets");

        Exception failure = TuyaFailures.of(Kind.QUOTA);
        // As Camel does it when another failure follows.
        failure.addSuppressed(TuyaFailures.of(Kind.TRANSIENT));
        failed(failure);
        assertThat(pauseMillis()).isEqualTo(3_600_000);
    }

    @Test
    void anErrorOfTheProgramItselfIsRetriedAndSaidToBeOne() {
        assertThat(failed(new NullPointerException("oops"))).isTrue();

        assertThat(trouble().problem()).startsWith("an error of the program itself");
    }

    @Test
    void aProgramThatStopsTriesNothingAgain() {
        sweeps.stopping.set(true);

        assertThat(failed(TuyaFailures.of(Kind.TRANSIENT))).isFalse();
        assertThat(sweeps.trouble()).isEmpty();
    }

    @Test
    void everyFailedSweepIsCounted() {
        failed(TuyaFailures.of(Kind.LIST));
        failed(new TimeoutException("no broker"));

        assertThat(sweeps.counted()).isEqualTo(2);
    }

    private boolean failed(Exception failure) {
        return sweeps.isRepeatedAfter(failure);
    }

    private long pauseMillis() {
        return sweeps.pause().toMillis();
    }

    private Trouble trouble() {
        return sweeps.trouble().orElseThrow();
    }
}
