package io.github.ticketstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.simulator.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PulseTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final MutableClock clock = new MutableClock(Instant.EPOCH);
    private final AtomicLong steps = new AtomicLong();
    private final Pulse pulse = new Pulse(clock, steps::get, PATIENCE);

    @Test
    void withoutASignForLongerThanAnyStepItIsLate() {
        clock.advance(PATIENCE);
        pulse.beat();
        clock.advance(PATIENCE);
        assertThat(pulse.isLate()).isFalse();

        clock.advance(Duration.ofMillis(1));

        assertThat(pulse.isLate()).isTrue();
        assertThat(pulse.silence()).isEqualTo(PATIENCE.plusMillis(1));
    }

    @Test
    void stepsThatAreCountedElsewhereAreSignsToo() {
        clock.advance(PATIENCE.plusSeconds(1));
        steps.incrementAndGet();

        assertThat(pulse.isLate()).isFalse();
        clock.advance(PATIENCE.plusSeconds(1));
        assertThat(pulse.isLate()).isTrue();
    }

    @Test
    void aWaitOnPurposeIsNoStandstillAndEndsWithTheNextSign() {
        pulse.rest(Duration.ofHours(1));
        clock.advance(Duration.ofHours(1).plus(PATIENCE));
        assertThat(pulse.isLate()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(pulse.isLate()).isTrue();

        pulse.rest(Duration.ofHours(1));
        pulse.beat();
        clock.advance(PATIENCE.plusMillis(1));
        assertThat(pulse.isLate()).isTrue();
    }

    /** A request fails, a pause follows, and only then does anybody ask. */
    @Test
    void aStepThatWasCountedBeforeTheWaitDoesNotEndIt() {
        steps.incrementAndGet();
        pulse.rest(Duration.ofHours(1));
        assertThat(pulse.isLate()).isFalse();

        clock.advance(Duration.ofMinutes(59));

        assertThat(pulse.isLate()).isFalse();
    }

    @Test
    void whoHasNothingToDoIsNeverLate() {
        AtomicBoolean working = new AtomicBoolean();
        pulse.onlyWhile(working::get);
        clock.advance(Duration.ofDays(1));
        assertThat(pulse.isLate()).isFalse();

        pulse.beat();
        working.set(true);

        assertThat(pulse.isLate()).isFalse();
    }
}
