package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bucket4j.BlockingBucket;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ceiling as the API sees it: arrivals within any second. */
@Timeout(120)
final class ThrottleTest {
    @AutoClose
    private final TuyaSimulator simulator = TuyaSimulator.start();

    @BeforeEach
    void haveTwentyPages() {
        simulator.tickets().addGenerated(200, 1);
    }

    @ParameterizedTest
    @CsvSource({"10, 1900", "20, 900"})
    void noSecondHasMoreRequestsThanTheSetting(int perSecond, long atLeastMillis) {
        try (ConnectedTuya tuya = ConnectedTuya.to(
                simulator,
                "tickets.page-size=10",
                "tuya.concurrent-requests=4",
                "tuya.requests-per-second=" + perSecond)) {
            tuya.firstPage();

            // A machine that is busy with other things may hold up a request for longer than the throttle allows for:
            // one calm walk is enough, and without a throttle there is none.
            await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                simulator.traffic().reset();
                long start = System.nanoTime();
                assertThat(tuya.readAll()).hasSize(200);
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isGreaterThanOrEqualTo(Duration.ofMillis(atLeastMillis));
                assertThat(simulator.traffic().maxPerSecond()).isLessThanOrEqualTo(perSecond);
            });
        }
    }

    @Test
    void whatWasNotUsedIsNotSavedUp() throws InterruptedException {
        BlockingBucket turns = TuyaRoutes.turns(10).asBlocking();
        turns.consume(1);
        TimeUnit.MILLISECONDS.sleep(350);
        long begin = System.nanoTime();

        turns.consume(1);
        turns.consume(1);

        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(105));
    }
}
