package io.github.ticketstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.simulator.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ClockWatchTest {
    private final MutableClock wall = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final MutableClock monotonic = new MutableClock(Instant.EPOCH);
    private final AtomicInteger setBacks = new AtomicInteger();
    private final ClockWatch watch = new ClockWatch(new Clocks(wall, monotonic), setBacks::incrementAndGet);

    @Test
    void aClockThatGoesOnIsNotWorthAWord() {
        goOn(Duration.ofSeconds(1), Duration.ofSeconds(1));
        goOn(Duration.ofHours(5), Duration.ofHours(5));
        goOn(Duration.ofMillis(10), Duration.ofMillis(990));

        assertThat(setBacks).hasValue(0);
    }

    @Test
    void aClockThatIsSetBackIsNoticedOnce() {
        goOn(Duration.ofHours(-1), Duration.ofSeconds(1));
        goOn(Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThat(setBacks).hasValue(1);
    }

    @Test
    void aClockThatIsSetForwardHurriesNobody() {
        goOn(Duration.ofHours(1), Duration.ofSeconds(1));

        assertThat(setBacks).hasValue(0);
    }

    private void goOn(Duration byTheWall, Duration inTruth) {
        wall.advance(byTheWall);
        monotonic.advance(inTruth);
        watch.look();
    }
}
