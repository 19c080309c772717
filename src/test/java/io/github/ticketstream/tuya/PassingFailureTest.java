package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TuyaSimulator;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What passes by itself is tried again after a pause, or after the pause that the API asks for. */
@Timeout(60)
final class PassingFailureTest {
    /** Stands still, at a whole second: a date in Retry-After has no smaller unit. */
    private final TuyaSimulator simulator = TuyaSimulator.start();

    private final ConnectedTuya tuya = ConnectedTuya.to(simulator);

    @BeforeEach
    void haveATokenAndAConnection() {
        simulator.tickets().addGenerated(20, 1);
        tuya.firstPage();
        simulator.log().clear();
    }

    @AfterEach
    void stop() {
        tuya.close();
        simulator.close();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments("code 500", Fault.apiError(500, "system error")),
                arguments("code 1110", Fault.apiError("1110", "concurrent request over limit")),
                arguments("http 429", Fault.status(429)),
                arguments("http 503", Fault.status(503)),
                arguments("html", Fault.html()),
                arguments("invalid-json", Fault.invalidJson()),
                arguments("truncated-json", Fault.truncatedJson()),
                arguments("cut-body", Fault.cutBody()),
                arguments("drop-connection", Fault.dropConnection()),
                arguments("drop-reply", Fault.dropReply()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void aFailureThatPassesCostsOneMoreRequest(String outcome, Fault fault) {
        simulator.faults().next(1, Calls.feedbacks(), fault);

        assertThat(tuya.readAll()).hasSize(20);

        assertThat(simulator.log().outcomes()).containsExactly(outcome, "ok");
    }

    @Test
    void aTokenCallIsTriedAgainToo() {
        simulator.revokeTokens();
        simulator.faults().next(1, Calls.token(), Fault.status(502));

        tuya.firstPage();

        assertThat(simulator.log().outcomes()).containsExactly("code 1010", "http 502", "ok", "ok");
    }

    static Stream<Arguments> askedPauses() {
        return Stream.of(
                arguments("seconds", Fault.status(429).retryAfter(Duration.ofSeconds(1)), 1_000),
                arguments("a date", Fault.status(503).retryAfterDate(Duration.ofSeconds(3)), 2_000),
                arguments(
                        "with an API error", Fault.apiError(1110, "slower").retryAfter(Duration.ofSeconds(1)), 1_000));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("askedPauses")
    void theAskedPauseIsKept(String form, Fault fault, int pauseMillis) {
        simulator.faults().next(1, Calls.feedbacks(), fault);
        long start = System.nanoTime();

        tuya.firstPage();

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(pauseMillis), Duration.ofMillis(pauseMillis + 1_900));
        assertThat(simulator.log().requests()).hasSize(2);
    }

    static Stream<Arguments> longPauses() {
        return Stream.of(
                arguments("seconds", Fault.status(429).retryAfter(Duration.ofSeconds(3_600))),
                arguments("a date", Fault.status(503).retryAfterDate(Duration.ofHours(1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("longPauses")
    void aLongPauseFailsAtOnceAndIsTold(String form, Fault fault) {
        simulator.faults().always(Calls.feedbacks(), fault);

        TuyaException thrown = catchThrowableOfType(TuyaException.class, tuya::firstPage);

        assertThat(thrown.kind()).isEqualTo(Kind.TRANSIENT);
        // Dates tell whole seconds.
        assertThat(thrown.retryAfter()).isBetween(Duration.ofSeconds(3_599), Duration.ofHours(1));
        assertThat(simulator.log().requests()).hasSize(1);
    }
}
