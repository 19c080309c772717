package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.ops.TestStatus;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudgets;
import io.github.ticketstream.tuya.TuyaException.Kind;
import io.github.ticketstream.tuya.TuyaFailures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
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

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private boolean stopping;
    private final StreamStatus status = TestStatus.of(new SimpleMeterRegistry(), () -> stopping, clock);
    private final KnownTickets tickets = new KnownTickets();
    private final Clocks clocks = new Clocks(clock, clock);
    private final Sweeps sweeps = TestStreams.sweeps(CallBudgets.unlimited(clock), PERIOD, clock, status);
    private final Recovery recovery = new Recovery(sweeps, status, () -> {}, clocks);
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private int failures;

    @ParameterizedTest
    @CsvSource({"1, 800, 1000", "2, 1600, 2000", "5, 12800, 16000", "8, 96000, 120000", "50, 96000, 120000"})
    void aPassingFailureIsRetriedWithGrowingPausesUpToOnePeriod(int times, long least, long most) {
        for (int i = 1; i < times; i++) {
            failed(TuyaFailures.of(Kind.TRANSIENT));
        }

        assertThat(failed(TuyaFailures.of(Kind.TRANSIENT))).isTrue();
        assertThat(pauseMillis()).isBetween(least, most);
    }

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
            sweeps.nameInLog("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            failed(TuyaFailures.of(Kind.TRANSIENT));

            assertThat(log.events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.getContextData().toMap())
                            .isEqualTo(Map.of(
                                    "sweep.id", "1767225600000", "trace.id", "0af7651916cd43dd8448eb211c80319c")));
            assertThat(MDC.getCopyOfContextMap()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"CONFIGURATION, 300000", "CONNECTION, 60000", "CLOCK, 300000", "QUOTA, 3600000"})
    void whatOnlyAPersonCanChangeIsProbedSlowly(Kind kind, long millis) {
        assertThat(failed(TuyaFailures.of(kind))).isTrue();

        assertThat(pauseMillis()).isEqualTo(millis);
        assertThat(status.trouble()).hasValueSatisfying(trouble -> {
            assertThat(trouble.blocking()).isTrue();
            assertThat(trouble.problem()).isEqualTo("problem");
            assertThat(trouble.remedy()).isEqualTo("remedy");
            assertThat(trouble.nextAttempt()).isEqualTo(clock.instant().plusMillis(millis));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST", "LIST"})
    void whatNoRepetitionMendsWaitsForTheNextPeriod(Kind kind) {
        assertThat(failed(TuyaFailures.of(kind))).isFalse();

        assertThat(status.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble.nextAttempt())
                        .isEqualTo(clock.instant().plus(PERIOD)));
    }

    @Test
    void threeRefusedTokensInARowAreAMatterOfConfiguration() {
        failed(TuyaFailures.of(Kind.REAUTHENTICATE));
        failed(TuyaFailures.of(Kind.REAUTHENTICATE));
        assertThat(status.trouble().orElseThrow().blocking()).isFalse();
        assertThat(pauseMillis()).isLessThanOrEqualTo(2000);

        failed(TuyaFailures.of(Kind.REAUTHENTICATE));

        assertThat(status.trouble().orElseThrow().blocking()).isTrue();
        assertThat(pauseMillis()).isEqualTo(300_000);
    }

    @Test
    void anotherSortOfFailureBeginsANewRow() {
        failed(TuyaFailures.of(Kind.REAUTHENTICATE));
        failed(TuyaFailures.of(Kind.REAUTHENTICATE));
        failed(TuyaFailures.of(Kind.TRANSIENT));

        failed(TuyaFailures.of(Kind.REAUTHENTICATE));

        assertThat(status.trouble().orElseThrow().blocking()).isFalse();
        assertThat(pauseMillis()).isLessThanOrEqualTo(1000);
    }

    @Test
    void retryAfterIsObeyedBeyondThePeriod() {
        failed(TuyaFailures.of(Kind.TRANSIENT, Duration.ofMinutes(10)));

        assertThat(pauseMillis()).isEqualTo(600_000);
    }

    /** However long the API asks us to wait: it may be well again long before. */
    @Test
    void noPauseIsLongerThanAnHour() {
        failed(TuyaFailures.of(Kind.TRANSIENT, Duration.ofDays(1)));
        assertThat(pauseMillis()).isEqualTo(3_600_000);

        failed(TuyaFailures.of(Kind.UNKNOWN, Duration.ofDays(1)));
        assertThat(pauseMillis()).isEqualTo(3_600_000);
    }

    @Test
    void anUnknownCodeIsRetriedSlower() {
        failed(TuyaFailures.of(Kind.UNKNOWN));

        assertThat(pauseMillis()).isBetween(8_000L, 10_000L);
    }

    @Test
    void whileKafkaIsAwayItIsTriedOften() {
        for (int i = 0; i < 100; i++) {
            failed(new TimeoutException("away"));
        }

        assertThat(pauseMillis()).isBetween(4_000L, 5_000L);
        assertThat(status.trouble().orElseThrow().blocking()).isTrue();
    }

    @Test
    void whatLastsOverAMinuteIsToldWithItsLikelyCause() {
        failed(new TimeoutException("away"));
        assertThat(status.trouble().orElseThrow().remedy()).doesNotContain("min.insync.replicas");
        clock.advance(Duration.ofSeconds(61));

        failed(new TimeoutException("away"));

        assertThat(status.trouble().orElseThrow().remedy()).contains("min.insync.replicas");
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

        status.begin(CallBudgets.none(), 0);

        assertThat(status.trouble()).isEmpty();
    }

    @Test
    void theApiIsTheReasonOnlyUntilTheNextPage() {
        failed(TuyaFailures.of(Kind.TRANSIENT));
        SweepProgress progress = status.begin(CallBudgets.none(), 0);
        assertThat(status.trouble()).isPresent();

        progress.pageRead(100, 50);

        assertThat(status.trouble()).isEmpty();
    }

    @Test
    void theCauseIsFoundWhateverIsAroundIt() {
        failed(new IllegalStateException(
                new RuntimeException(new TopicAuthorizationException(Set.of("tuya.tickets")))));

        assertThat(status.trouble().orElseThrow().problem()).isEqualTo("Kafka denies access to topic tuya.tickets");
    }

    @Test
    void anErrorOfTheProgramItselfIsRetriedAndSaidToBeOne() {
        assertThat(failed(new NullPointerException("oops"))).isTrue();

        assertThat(status.trouble().orElseThrow().problem()).startsWith("an error of the program itself");
    }

    @Test
    void aProgramThatStopsTriesNothingAgain() {
        stopping = true;

        assertThat(failed(TuyaFailures.of(Kind.TRANSIENT))).isFalse();
        assertThat(status.trouble()).isEmpty();
    }

    private boolean failed(Exception failure) {
        failures++;
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        exchange.getIn().setHeader(Exchange.REDELIVERY_COUNTER, failures);
        return recovery.again(exchange);
    }

    private long pauseMillis() {
        return exchange.getIn().getHeader(Exchange.REDELIVERY_DELAY, Long.class);
    }
}
