package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.tuya.CallBudgets;
import io.github.ticketstream.tuya.TuyaException.Kind;
import io.github.ticketstream.tuya.TuyaFailures;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

/** When the next sweep begins after one that failed; the period is two minutes. Pauses are up to a fifth shorter at random. */
class RecoveryTest {
    private static final Duration PERIOD = Duration.ofSeconds(120);

    private final FailedSweeps sweeps = new FailedSweeps(PERIOD);

    @Test
    void aFailureIsNotTakenForTheOneBefore() {
        Exception failure = TuyaFailures.of(Kind.QUOTA);
        // As Camel does it when another failure follows.
        failure.addSuppressed(TuyaFailures.of(Kind.TRANSIENT));

        failed(failure);

        assertThat(pauseMillis()).isEqualTo(3_600_000);
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

    @ParameterizedTest
    @CsvSource({"CONFIGURATION, 300000", "CONNECTION, 60000", "CLOCK, 300000", "QUOTA, 3600000"})
    void whatOnlyAPersonCanChangeIsProbedSlowly(Kind kind, long millis) {
        assertThat(failed(TuyaFailures.of(kind))).isTrue();

        assertThat(pauseMillis()).isEqualTo(millis);
        assertThat(sweeps.trouble()).hasValueSatisfying(trouble -> {
            assertThat(trouble.blocking()).isTrue();
            assertThat(trouble.problem()).isEqualTo("problem");
            assertThat(trouble.remedy()).isEqualTo("remedy");
            assertThat(trouble.nextAttempt()).isEqualTo(sweeps.clock.instant().plusMillis(millis));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST", "LIST"})
    void whatNoRepetitionMendsWaitsForTheNextPeriod(Kind kind) {
        assertThat(failed(TuyaFailures.of(kind))).isFalse();

        assertThat(sweeps.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble.nextAttempt())
                        .isEqualTo(sweeps.clock.instant().plus(PERIOD)));
    }

    @Test
    void threeRefusedTokensInARowAreAMatterOfConfiguration() {
        failed(TuyaFailures.of(Kind.REAUTHENTICATE));
        failed(TuyaFailures.of(Kind.REAUTHENTICATE));
        assertThat(sweeps.trouble().orElseThrow().blocking()).isFalse();
        assertThat(pauseMillis()).isLessThanOrEqualTo(2000);

        failed(TuyaFailures.of(Kind.REAUTHENTICATE));

        assertThat(sweeps.trouble().orElseThrow().blocking()).isTrue();
        assertThat(pauseMillis()).isEqualTo(300_000);
    }

    @Test
    void anotherSortOfFailureBeginsANewRow() {
        failed(TuyaFailures.of(Kind.REAUTHENTICATE));
        failed(TuyaFailures.of(Kind.REAUTHENTICATE));
        failed(TuyaFailures.of(Kind.TRANSIENT));

        failed(TuyaFailures.of(Kind.REAUTHENTICATE));

        assertThat(sweeps.trouble().orElseThrow().blocking()).isFalse();
        assertThat(pauseMillis()).isLessThanOrEqualTo(1000);
    }

    @Test
    void whileKafkaIsAwayItIsTriedOften() {
        for (int i = 0; i < 100; i++) {
            failed(new TimeoutException("away"));
        }

        assertThat(pauseMillis()).isBetween(4_000L, 5_000L);
        assertThat(sweeps.trouble().orElseThrow().blocking()).isTrue();
    }

    @Test
    void whatLastsOverAMinuteIsToldWithItsLikelyCause() {
        failed(new TimeoutException("away"));
        assertThat(sweeps.trouble().orElseThrow().remedy()).doesNotContain("min.insync.replicas");
        sweeps.clock.advance(Duration.ofSeconds(61));

        failed(new TimeoutException("away"));

        assertThat(sweeps.trouble().orElseThrow().remedy()).contains("min.insync.replicas");
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

        assertThat(sweeps.trouble().orElseThrow().problem()).isEqualTo("Kafka denies access to topic tuya.tickets");
    }

    @Test
    void anErrorOfTheProgramItselfIsRetriedAndSaidToBeOne() {
        assertThat(failed(new NullPointerException("oops"))).isTrue();

        assertThat(sweeps.trouble().orElseThrow().problem()).startsWith("an error of the program itself");
    }

    @Test
    void aProgramThatStopsTriesNothingAgain() {
        sweeps.stopping.set(true);

        assertThat(failed(TuyaFailures.of(Kind.TRANSIENT))).isFalse();
        assertThat(sweeps.trouble()).isEmpty();
    }

    private boolean failed(Exception failure) {
        return sweeps.isRepeatedAfter(failure);
    }

    private long pauseMillis() {
        return sweeps.pause().toMillis();
    }
}
