package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.simulator.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TuyaClockTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    /** A month behind. */
    private final MutableClock wall = new MutableClock(Instant.parse("2026-10-30T12:00:00Z"));

    private final MutableClock monotonic = new MutableClock(Instant.EPOCH);
    private final TuyaClock clock = new TuyaClock(new Clocks(wall, monotonic));

    @Test
    void betweenTwoRepliesItGoesOnByTheMonotonicClock() {
        clock.observe(NOW.toEpochMilli());
        monotonic.advance(Duration.ofMinutes(5));
        wall.advance(Duration.ofDays(365));

        assertThat(clock.now()).contains(NOW.plus(Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_796_040_000L, Long.MAX_VALUE})
    void whatIsNoTimeInMillisecondsIsNotBelieved(long wrong) {
        clock.observe(wrong);

        assertThat(clock.now()).isEmpty();
    }

    @Test
    void repliesThatAgreeAreBelieved() {
        Instant later = NOW.plus(Duration.ofDays(40));
        clock.observe(NOW.toEpochMilli());
        for (int reply = 0; reply < 3; reply++) {
            assertThat(clock.now()).contains(NOW);
            clock.observe(later.toEpochMilli());
        }

        assertThat(clock.now()).contains(later);
    }

    @Test
    void repliesThatDisagreeWithEachOtherAreNotBelieved() {
        clock.observe(NOW.toEpochMilli());
        for (int day = 2; day < 20; day++) {
            clock.observe(NOW.plus(Duration.ofDays(day)).toEpochMilli());
        }

        assertThat(clock.now()).contains(NOW);
    }
}
