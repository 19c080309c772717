package io.github.ticketstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.simulator.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClockWatchTest {
    private final MutableClock wall = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final MutableClock monotonic = new MutableClock(Instant.EPOCH);
    private final AtomicInteger setBacks = new AtomicInteger();
    private final ClockWatch watch = new ClockWatch(new Clocks(wall, monotonic), setBacks::incrementAndGet);

    @ParameterizedTest
    @CsvSource({
        "PT1S, PT1S, 0",
        "PT5H, PT5H, 0",
        "PT0.01S, PT0.99S, 0",
        // Set forward, it hurries nobody.
        "PT1H, PT1S, 0",
        "PT-1H, PT1S, 1"
    })
    void aClockThatIsSetBackIsNoticedOnce(Duration byTheWall, Duration inTruth, int noticed) {
        goOn(byTheWall, inTruth);
        goOn(Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThat(setBacks).hasValue(noticed);
    }

    private void goOn(Duration byTheWall, Duration inTruth) {
        wall.advance(byTheWall);
        monotonic.advance(inTruth);
        watch.look();
    }
}
