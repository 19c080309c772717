package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies that would cost secrets, memory or time. */
@Timeout(60)
final class UnsafeReplyTest {
    private static final String PAGE = "{\"success\":true,\"result\":{\"list\":[],\"total\":7,\"has_more\":false}}";

    @AutoClose
    private final TuyaSimulator simulator = TuyaSimulator.start();

    @AutoClose
    private final ConnectedTuya tuya =
            ConnectedTuya.to(simulator, "tuya.max-response-size=100000", "tuya.response-timeout=5s");

    @ParameterizedTest
    @CsvSource({"/v1.0/iot-01/ticket/feedbacks, ok redirect ok", "/v1.0/token?grant_type=1, redirect ok ok"})
    void aRedirectIsNotFollowed(String target, String outcomes) {
        try (TuyaSimulator elsewhere = TuyaSimulator.start()) {
            Calls calls = target.contains("token") ? Calls.token() : Calls.feedbacks();
            simulator.faults().next(1, calls, Fault.redirect(elsewhere.baseUrl() + target));

            tuya.firstPage();

            assertThat(simulator.log().outcomes()).containsExactly(outcomes.split(" "));
            assertThat(elsewhere.log().requestCount()).isZero();
        }
    }

    /** Counted after unpacking. */
    @Test
    void aReplyThatIsTooLargeIsNotReadToItsEnd() {
        simulator.faults().next(1, Calls.feedbacks(), Fault.oversize(2_000_000_000L));
        tuya.firstPage();
        assertThat(simulator.log().outcomes()).containsExactly("ok", "client-gone", "ok");

        simulator.log().clear();
        simulator.faults().next(1, Calls.feedbacks(), Fault.body(" ".repeat(1_000_000) + PAGE));
        tuya.firstPage();
        assertThat(simulator.log().outcomes()).containsExactly("raw-body", "ok");
    }

    @Test
    void repliesOfAnyAllowedLengthAreRead() {
        int first = 1 << 16;
        // Shorter and longer than what is read at once, which follows the reply before.
        for (int length : new int[] {100, first - 1, first, first + 1, 90_000, 100_000, 100, first + 1}) {
            simulator.faults().next(1, Calls.feedbacks(), Fault.body(" ".repeat(length - PAGE.length()) + PAGE));

            assertThat(tuya.firstPage().total()).isEqualTo(7);
        }
        assertThat(simulator.log().count("raw-body")).isEqualTo(8);
    }

    @Test
    void aSlowReplyIsGivenUpAndAskedForAgain() {
        tuya.firstPage();
        simulator.log().clear();
        simulator.faults().next(1, Calls.feedbacks(), Fault.slow(Duration.ofSeconds(50)));
        long start = System.nanoTime();

        tuya.firstPage();

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(40));
        assertThat(simulator.log().count("ok")).isEqualTo(1);
    }
}
