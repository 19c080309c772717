package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replies that would cost secrets, memory or time. */
@Timeout(60)
final class UnsafeReplyTest {
    private final TuyaSimulator simulator = TuyaSimulator.start();
    private final ConnectedTuya tuya =
            ConnectedTuya.to(simulator, "tuya.max-response-size=100000", "tuya.response-timeout=500ms");

    @AfterEach
    void stop() {
        tuya.close();
        simulator.close();
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (TuyaSimulator elsewhere = TuyaSimulator.start()) {
            simulator
                    .faults()
                    .next(1, Calls.feedbacks(), Fault.redirect(elsewhere.baseUrl() + "/v1.0/iot-01/ticket/feedbacks"));

            tuya.firstPage();

            assertThat(simulator.log().outcomes()).containsExactly("ok", "redirect", "ok");
            assertThat(elsewhere.log().requestCount()).isZero();
        }
    }

    @Test
    void aRedirectedTokenCallIsNotFollowed() {
        try (TuyaSimulator elsewhere = TuyaSimulator.start()) {
            simulator.faults().next(1, Calls.token(), Fault.redirect(elsewhere.baseUrl() + "/v1.0/token?grant_type=1"));

            tuya.firstPage();

            assertThat(simulator.log().outcomes()).containsExactly("redirect", "ok", "ok");
            assertThat(elsewhere.log().requestCount()).isZero();
        }
    }

    @Test
    void anOversizeReplyIsNotReadToItsEnd() {
        simulator.faults().next(1, Calls.feedbacks(), Fault.oversize(2_000_000_000L));

        tuya.firstPage();

        assertThat(simulator.log().outcomes()).containsExactly("ok", "client-gone", "ok");
    }

    @Test
    void theSizeCountsAfterUnpacking() {
        String bomb =
                " ".repeat(1_000_000) + "{\"success\":true,\"result\":{\"list\":[],\"total\":0,\"has_more\":false}}";
        simulator.faults().next(1, Calls.feedbacks(), Fault.body(bomb));

        tuya.firstPage();

        assertThat(simulator.log().outcomes()).containsExactly("ok", "raw-body", "ok");
    }

    @Test
    void repliesOfAnyAllowedLengthAreRead() {
        String json = "{\"success\":true,\"result\":{\"list\":[],\"total\":7,\"has_more\":false}}";
        int first = 1 << 16;
        // Shorter and longer than what is read at once, which follows the reply before.
        for (int length : new int[] {100, first - 1, first, first + 1, 90_000, 100_000, 100, first + 1}) {
            simulator.faults().next(1, Calls.feedbacks(), Fault.body(" ".repeat(length - json.length()) + json));

            assertThat(tuya.firstPage().total()).isEqualTo(7);
        }
        assertThat(simulator.log().count("raw-body")).isEqualTo(8);
    }

    @Test
    void aSlowReplyIsGivenUpAndAskedForAgain() {
        tuya.firstPage();
        simulator.log().clear();
        simulator.faults().next(1, Calls.feedbacks(), Fault.slow(Duration.ofSeconds(20)));
        long start = System.nanoTime();

        tuya.firstPage();

        // Half a second for the reply, and 500 to 625 ms before the next attempt.
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(1_000), Duration.ofSeconds(4));
        assertThat(simulator.log().count("ok")).isEqualTo(1);
    }

    @Test
    void aSuccessWithACodeIsASuccess() {
        simulator.tickets().add("T1", 1);
        simulator.quirks().codeOnSuccess(1010);
        assertThat(tuya.readAll()).hasSize(1);

        simulator.quirks().codeOnSuccess("28841004");
        assertThat(tuya.readAll()).hasSize(1);

        assertThat(simulator.log().outcomes()).containsExactly("ok", "ok", "ok");
    }
}
