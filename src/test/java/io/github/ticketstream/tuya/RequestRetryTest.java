package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.TuyaException.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The pauses, without waiting for them. */
final class RequestRetryTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22Z"));
    private final TuyaClock serverClock = new TuyaClock(new Clocks(clock, clock));
    private final AccessToken token = new AccessToken(RequestRetryTest::tokenReply, clock);
    private final TuyaMeters meters = new TuyaMeters(new SimpleMeterRegistry(), serverClock);
    private boolean counted = true;
    private final RequestRetry retry = new RequestRetry(token, serverClock, meters, () -> counted);
    private final Exchange request = new DefaultExchange(new DefaultCamelContext());

    private static Reply tokenReply() {
        try {
            String body = "{\"success\":true,\"result\":{\"access_token\":\"token\",\"expire_time\":7200}}";
            return Reply.read(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSIENT, 1, 500, 625",
        "TRANSIENT, 2, 1000, 1250",
        "TRANSIENT, 3, 2000, 2500",
        "TRANSIENT, 4, 4000, 5000",
        "UNKNOWN, 1, 2000, 2500",
        "UNKNOWN, 2, 4000, 5000"
    })
    void thePauseDoublesFromFailureToFailure(Kind kind, int failures, long least, long most) {
        for (int i = 1; i < failures; i++) {
            failed(kind, Duration.ZERO);
        }

        boolean again = failed(kind, Duration.ZERO);

        assertThat(again).isTrue();
        assertThat(pauseMillis()).isBetween(least, most);
    }

    @ParameterizedTest
    @CsvSource({"TRANSIENT, 4", "UNKNOWN, 2"})
    void afterSoManyRetriesARequestIsGivenUp(Kind kind, int retries) {
        for (int i = 0; i < retries; i++) {
            assertThat(failed(kind, Duration.ZERO)).isTrue();
        }

        assertThat(failed(kind, Duration.ZERO)).isFalse();
    }

    /** Else a process that is killed would forget it. */
    @Test
    void aRequestThatIsNotOnTheCountYetIsNotRepeated() {
        counted = false;

        assertThat(failed(Kind.TRANSIENT, Duration.ZERO)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"REAUTHENTICATE", "CLOCK"})
    void aSecondChanceComesAtOnceAndOnlyOnce(Kind kind) {
        assertThat(failed(kind, Duration.ZERO)).isTrue();
        assertThat(pauseMillis()).isZero();

        assertThat(failed(kind, Duration.ZERO)).isFalse();
    }

    @Test
    void secondChancesOfDifferentKindsAddUp() {
        assertThat(failed(Kind.CLOCK, Duration.ZERO)).isTrue();
        assertThat(failed(Kind.REAUTHENTICATE, Duration.ZERO)).isTrue();

        assertThat(failed(Kind.TRANSIENT, Duration.ZERO)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIGURATION", "QUOTA", "REQUEST", "LIST"})
    void whatTryingCannotHealIsNotTriedAgain(Kind kind) {
        assertThat(failed(kind, Duration.ZERO)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"7, 7000", "30, 30000"})
    void anAskedPauseIsKept(long askedSeconds, long millis) {
        boolean again = failed(Kind.TRANSIENT, Duration.ofSeconds(askedSeconds));

        assertThat(again).isTrue();
        assertThat(pauseMillis()).isEqualTo(millis);
    }

    @Test
    void anAskedPauseShorterThanOursDoesNotShortenIt() {
        failed(Kind.UNKNOWN, Duration.ofSeconds(1));

        assertThat(pauseMillis()).isBetween(2000L, 2500L);
    }

    @Test
    void aPauseOfMoreThanHalfAMinuteIsLeftToTheSweep() {
        assertThat(failed(Kind.TRANSIENT, Duration.ofSeconds(31))).isFalse();
    }

    @Test
    void aBrokenConnectionIsTriedAgain() {
        boolean again = failed(new SocketTimeoutException("Read timed out"));

        assertThat(again).isTrue();
        assertThat(pauseMillis()).isBetween(500L, 625L);
    }

    @Test
    void theTokenThatTheRequestWasSentWithIsDropped() {
        request.setProperty(TuyaRoutes.TOKEN, token.ensure());

        failed(Kind.REAUTHENTICATE, Duration.ZERO);

        assertThat(token.value()).isEmpty();
    }

    @Test
    void aRefusedTimeCorrectsTheClock() {
        serverClock.observe(clock.millis() - 3_600_000);

        failed(Kind.CLOCK, Duration.ZERO);

        assertThat(serverClock.millis()).isEqualTo(clock.millis() - 3_600_000);
    }

    @Test
    void otherFailuresLeaveTokenAndClockAlone() {
        request.setProperty(TuyaRoutes.TOKEN, token.ensure());
        serverClock.observe(clock.millis() - 3_600_000);

        failed(Kind.TRANSIENT, Duration.ZERO);

        assertThat(token.value()).isEqualTo("token");
        assertThat(serverClock.millis()).isEqualTo(clock.millis());
    }

    private boolean failed(Kind kind, Duration retryAfter) {
        return failed(new TuyaException(kind, "failed", "wait", retryAfter, null));
    }

    private boolean failed(Throwable failure) {
        request.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        return retry.again(request);
    }

    private long pauseMillis() {
        return request.getIn().getHeader(Exchange.REDELIVERY_DELAY, Long.class);
    }
}
