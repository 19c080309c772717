package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.simulator.TuyaSimulator;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that fails is made again where that can help, after the pause that the API asks for; else it says what to do. */
@Timeout(60)
final class FailedCallsTest {
    /** Stands still, at a whole second: a date in Retry-After has no smaller unit. */
    private final MutableClock clock = new MutableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));

    @AutoClose
    private final TuyaSimulator simulator =
            TuyaSimulator.builder().clock(clock).seed(7).start();

    @AutoClose
    private final ConnectedTuya tuya = ConnectedTuya.to(simulator, clock);

    static Stream<Arguments> passingFailures() {
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
    @MethodSource("passingFailures")
    void aFailureThatPassesCostsOneMoreRequest(String outcome, Fault fault) {
        simulator.tickets().addGenerated(20, 1);
        simulator.faults().next(1, Calls.feedbacks(), fault);

        assertThat(tuya.readAll()).hasSize(20);

        assertThat(simulator.log().outcomes()).containsExactly("ok", outcome, "ok");
    }

    @Test
    void aTokenCallIsTriedAgainToo() {
        tuya.firstPage();
        simulator.revokeTokens();
        simulator.faults().next(1, Calls.token(), Fault.status(502));

        tuya.firstPage();

        assertThat(simulator.log().outcomes()).containsExactly("ok", "ok", "code 1010", "http 502", "ok", "ok");
    }

    @Test
    void theAskedPauseIsKept() {
        tuya.firstPage();
        simulator.faults().next(1, Calls.feedbacks(), Fault.status(429).retryAfter(Duration.ofSeconds(1)));
        long start = System.nanoTime();

        tuya.firstPage();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(simulator.log().requests()).hasSize(4);
    }

    @Test
    void aLongPauseFailsAtOnceAndIsTold() {
        simulator.faults().always(Calls.feedbacks(), Fault.status(429).retryAfter(Duration.ofHours(1)));

        TuyaException thrown = failure(tuya);

        assertThat(thrown.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(thrown.retryAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(simulator.log().requests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"1106, CONFIGURATION", "28841104, QUOTA", "1109, REQUEST"})
    void aPageThatIsRefusedForGoodIsAskedForOnce(int code, Kind kind) {
        simulator.faults().always(Calls.feedbacks(), Fault.apiError(code, "no"));

        TuyaException thrown = failure(tuya);

        assertThat(thrown.kind()).isEqualTo(kind);
        assertThat(thrown).hasMessageStartingWith("Tuya error " + code + ": ").hasMessageContaining("(msg 'no', tid ");
        assertThat(thrown.remedy()).isNotBlank();
        assertThat(simulator.log().outcomes()).containsExactly("ok", "code " + code);
    }

    @Test
    void theMessageTellsCodeMeaningAndId() {
        simulator.faults().always(Calls.feedbacks(), Fault.apiError("28841004", "The quota is used up"));

        TuyaException thrown = failure(tuya);

        assertThat(thrown)
                .hasMessage("Tuya error 28841004: the quota of the trial edition is spent"
                        + " (msg 'The quota is used up', tid 00000000000000070000000000000002)");
        assertThat(thrown.remedy())
                .isEqualTo(
                        "order more calls, or poll less often: raise tickets.poll-period, and tickets.page-size unless it is auto");
    }

    @ParameterizedTest
    @CsvSource({
        "tuya.client-id=another-one, 1005: the client id is not valid",
        "tuya.client-secret=another-one, 1004: the signature is not valid"
    })
    void wrongKeysAreAskedForOnceAndASecretIsNotShown(String setting, String error) {
        try (ConnectedTuya wrong = ConnectedTuya.to(simulator, clock, setting)) {
            TuyaException thrown = failure(wrong);

            assertThat(thrown.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(thrown).hasMessageStartingWith("Tuya error " + error);
            assertThat(thrown.remedy()).contains("tuya.client-id");
            assertThat(thrown.getMessage() + thrown.remedy()).doesNotContain("another-one");
        }
        assertThat(simulator.log().outcomes()).containsExactly("code " + error.substring(0, 4));
    }

    static Stream<Fault> refusedTokens() {
        return Stream.of(
                Fault.apiError("1400", "token invalid"), Fault.apiError(1010, "token invalid"), Fault.status(401));
    }

    @ParameterizedTest
    @MethodSource("refusedTokens")
    void aRefusedTokenIsReplacedOnce(Fault refusal) {
        simulator.faults().next(1, Calls.feedbacks(), refusal);
        tuya.firstPage();
        assertThat(simulator.log().outcomes()).hasSize(4).endsWith("ok", "ok");
        assertThat(simulator.log().tokensServed()).isEqualTo(2);

        simulator.log().clear();
        simulator.faults().always(Calls.feedbacks(), refusal);
        assertThat(failure(tuya).kind()).isEqualTo(Kind.REAUTHENTICATE);
        assertThat(simulator.log().outcomes()).hasSize(3);
        assertThat(simulator.log().tokensServed()).isEqualTo(1);
    }

    @Test
    void aTokenCallRefusedTwiceFailsTheRequest() {
        simulator.faults().always(Calls.token(), Fault.apiError(1400, "token invalid"));

        assertThat(failure(tuya).kind()).isEqualTo(Kind.REAUTHENTICATE);
        assertThat(simulator.log().outcomes()).containsExactly("code 1400", "code 1400");
    }

    /** Those that waited for their turn meanwhile do not go out without a token either. */
    @ParameterizedTest
    @ValueSource(ints = {2, 1000})
    void pagesInFlightShareOneNewToken(int perSecond) {
        simulator.tickets().addGenerated(8, 1);
        simulator.faults().next(1, Calls.page(2), Fault.apiError(1010, "token invalid"));
        try (ConnectedTuya narrow =
                ConnectedTuya.to(simulator, clock, "tickets.page-size=1", "tuya.requests-per-second=" + perSecond)) {
            assertThat(narrow.readAll()).hasSize(8);
        }

        assertThat(simulator.log().tokensServed()).isEqualTo(2);
        assertThat(simulator.log().count("code 1002")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H", "P3650D"})
    void aWrongClockIsCorrectedOnceForAllLaterRequestsUntilItIsSetRight(Duration skew) {
        simulator.quirks().clockSkew(skew);
        tuya.firstPage();
        tuya.firstPage();
        assertThat(simulator.log().outcomes()).containsExactly("code 1013", "ok", "ok", "ok");
        assertThat(tuya.clockOffsetSeconds()).isEqualTo((double) skew.toSeconds(), within(0.001));

        simulator.log().clear();
        simulator.quirks().clockSkew(Duration.ZERO);
        tuya.firstPage();
        assertThat(simulator.log().outcomes()).containsExactly("code 1013", "ok");
    }

    @Test
    void aSmallOffsetIsMeasuredButNotApplied() {
        simulator.quirks().clockSkew(Duration.ofSeconds(100));

        tuya.firstPage();

        assertThat(simulator.log().outcomes()).containsExactly("ok", "ok");
        assertThat(tuya.clockOffsetSeconds()).isEqualTo(100, within(0.001));
    }

    @ParameterizedTest
    @CsvSource({"PT1H, -3600", "PT-90S, 90"})
    void aRefusalOfTheTimeThatLastsTellsHowFarTheClockIsOff(Duration skew, int seconds) {
        simulator.quirks().clockSkew(skew);
        simulator.faults().always(Calls.feedbacks(), Fault.apiError(1013, "request time is invalid"));

        TuyaException thrown = failure(tuya);

        assertThat(thrown.kind()).isEqualTo(Kind.CLOCK);
        assertThat(thrown).hasMessageEndingWith("; this machine's clock is " + seconds + " s off");
        assertThat(thrown.remedy()).contains("clock");
        // One correction, whichever call it was that needed it: the token's or the page's.
        assertThat(simulator.log().count("code 1013")).isEqualTo(2);
    }

    private static TuyaException failure(ConnectedTuya tuya) {
        return catchThrowableOfType(TuyaException.class, tuya::firstPage);
    }
}
