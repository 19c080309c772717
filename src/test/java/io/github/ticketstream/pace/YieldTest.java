package io.github.ticketstream.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is made of visits to one place. The one before the last counts half. */
final class YieldTest {
    private final Yield place = new Yield(0.5);

    @Test
    void nothingIsKnownOfAPlaceThatWasNotTriedAndAllIsHoped() {
        assertThat(place.isKnown()).isFalse();
        assertThat(place.rate()).isZero();
        assertThat(place.density()).isZero();
        assertThat(place.cost()).isEqualTo(1);
        assertThat(place.hopedDensity()).isInfinite();
    }

    /** 4 / 2 + 2 changes, 20 / 2 + 30 seconds, 8 / 2 + 2 calls, 1 / 2 + 1 visits. */
    @Test
    void theLastVisitCountsMoreThanThoseBefore() {
        place.add(4, 8, Duration.ofSeconds(20));
        place.add(2, 2, Duration.ofSeconds(30));

        assertThat(place.isKnown()).isTrue();
        assertThat(place.rate()).isEqualTo(0.1);
        assertThat(place.cost()).isEqualTo(4);
        assertThat(place.density()).isEqualTo(0.025);
        assertThat(place.hopedDensity()).isEqualTo(4.5 / 160);
    }

    @Test
    void aVisitCostsACallAtLeast() {
        place.add(1, 0, Duration.ofSeconds(10));

        assertThat(place.cost()).isEqualTo(1);
        assertThat(place.density()).isEqualTo(0.1);
    }

    @Test
    void aVisitThatFollowsAtOnceTakesAMillisecond() {
        place.add(1, 1, Duration.ZERO);

        assertThat(place.rate()).isEqualTo(1_000);
    }
}
