package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.simulator.TuyaSimulator;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ceiling as the API sees it: arrivals within any second. */
@Timeout(60)
final class ThrottleTest {
    private final TuyaSimulator simulator = TuyaSimulator.start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    /** 21 calls: one for the token and 20 pages. */
    @ParameterizedTest
    @CsvSource({"10, 2000", "20, 900"})
    void noSecondHasMoreRequestsThanTheSetting(int perSecond, long atLeastMillis) {
        simulator.tickets().addGenerated(200, 1);
        try (ConnectedTuya tuya = ConnectedTuya.to(
                simulator,
                "tickets.page-size=10",
                "tuya.concurrent-requests=4",
                "tuya.requests-per-second=" + perSecond)) {
            long start = System.nanoTime();

            assertThat(tuya.readAll()).hasSize(200);

            assertThat(simulator.log().requestCount()).isEqualTo(21);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(atLeastMillis), Duration.ofMillis(3 * atLeastMillis));
            assertThat(simulator.traffic().maxPerSecond()).isLessThanOrEqualTo(perSecond);
        }
    }

    @Test
    void aHighSettingDoesNotSlowDown() {
        simulator.tickets().addGenerated(200, 1);
        try (ConnectedTuya tuya =
                ConnectedTuya.to(simulator, "tickets.page-size=10", "tuya.requests-per-second=1000")) {
            tuya.firstPage();
            long start = System.nanoTime();

            tuya.readAll();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
