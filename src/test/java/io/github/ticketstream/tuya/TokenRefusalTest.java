package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.simulator.ServedRequest;
import io.github.ticketstream.simulator.TuyaSimulator;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A token that Tuya refuses is replaced once, and the request sent again at once. */
@Timeout(30)
final class TokenRefusalTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22Z"));
    private final TuyaSimulator simulator = TuyaSimulator.builder().clock(clock).start();
    private final ConnectedTuya tuya = ConnectedTuya.to(simulator, clock, "tickets.page-size=1");

    @AfterEach
    void stop() {
        tuya.close();
        simulator.close();
    }

    static List<Fault> refusals() {
        return List.of(
                Fault.apiError(1002, "token invalid"),
                Fault.apiError(1010, "token invalid"),
                Fault.apiError("1010", "token invalid"),
                Fault.apiError(1011, "token invalid"),
                Fault.apiError(1012, "token invalid"),
                Fault.apiError(1400, "token invalid"),
                Fault.status(401));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusedTokenIsReplacedOnce(Fault refusal) {
        simulator.faults().next(1, Calls.feedbacks(), refusal);

        tuya.firstPage();

        assertThat(simulator.log().outcomes()).hasSize(4).endsWith("ok", "ok");
        assertThat(simulator.log().tokensServed()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aTokenRefusedTwiceFailsTheRequest(Fault refusal) {
        simulator.faults().always(Calls.feedbacks(), refusal);

        TuyaException thrown = catchThrowableOfType(TuyaException.class, tuya::firstPage);

        assertThat(thrown.kind()).isEqualTo(Kind.REAUTHENTICATE);
        assertThat(simulator.log().outcomes()).hasSize(4);
        assertThat(simulator.log().tokensServed()).isEqualTo(2);
    }

    @Test
    void aTokenCallRefusedTwiceFailsTheRequest() {
        simulator.faults().always(Calls.token(), Fault.apiError(1400, "token invalid"));

        TuyaException thrown = catchThrowableOfType(TuyaException.class, tuya::firstPage);

        assertThat(thrown.kind()).isEqualTo(Kind.REAUTHENTICATE);
        assertThat(simulator.log().outcomes()).containsExactly("code 1400", "code 1400");
    }

    @Test
    void aTokenThatDiesEarlyIsReplaced() {
        tuya.firstPage();
        simulator.revokeTokens();

        tuya.firstPage();

        assertThat(simulator.log().outcomes()).containsExactly("ok", "ok", "code 1010", "ok", "ok");
        assertThat(simulator.log().requests())
                .filteredOn(request -> request.pageNo() > 0 && request.isOk())
                .extracting(ServedRequest::token)
                .doesNotHaveDuplicates();
    }

    @Test
    void pagesInFlightShareOneNewToken() {
        simulator.tickets().addGenerated(20, 1);
        simulator.afterPage(1, simulator::revokeTokens);

        assertThat(tuya.readAll()).hasSize(20);

        assertThat(simulator.log().tokensServed()).isEqualTo(2);
    }

    @Test
    void requestsThatWaitedForTheThrottleDoNotGoOutWithoutAToken() {
        simulator.tickets().addGenerated(8, 1);
        simulator.faults().next(1, Calls.page(2), Fault.apiError(1010, "token invalid"));

        try (ConnectedTuya slow =
                ConnectedTuya.to(simulator, clock, "tickets.page-size=1", "tuya.requests-per-second=2")) {
            assertThat(slow.readAll()).hasSize(8);
        }

        assertThat(simulator.log().count("code 1010")).isEqualTo(1);
        assertThat(simulator.log().count("code 1002")).isZero();
    }

    @Test
    void aTokenIsRenewedBeforeItDies() {
        tuya.firstPage();
        clock.advance(Duration.ofSeconds(7_140));

        tuya.firstPage();

        assertThat(simulator.log().outcomes()).containsExactly("ok", "ok", "ok", "ok");
        assertThat(simulator.log().tokensServed()).isEqualTo(2);
    }
}
