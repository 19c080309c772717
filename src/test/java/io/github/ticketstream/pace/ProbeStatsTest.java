package io.github.ticketstream.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is made of visits to one region. The one before the last counts half. */
final class ProbeStatsTest {
    private final ProbeStats region = new ProbeStats(0.5);

    /** 4 / 2 + 2 changes, 20 / 2 + 30 seconds, 8 / 2 + 2 calls, 1 / 2 + 1 visits. */
    @Test
    void theLastVisitCountsMoreThanThoseBefore() {
        region.add(4, 8, Duration.ofSeconds(20));
        region.add(2, 2, Duration.ofSeconds(30));

        assertThat(region.isKnown()).isTrue();
        assertThat(region.rate()).isEqualTo(0.1);
        assertThat(region.cost()).isEqualTo(4);
        assertThat(region.density()).isEqualTo(0.025);
        assertThat(region.hopedDensity()).isEqualTo(4.5 / 160);
    }

    @Test
    void aVisitCostsACallAtLeast() {
        region.add(1, 0, Duration.ofSeconds(10));

        assertThat(region.cost()).isEqualTo(1);
        assertThat(region.density()).isEqualTo(0.1);
    }

    @Test
    void aVisitThatFollowsAtOnceTakesAMillisecond() {
        region.add(1, 1, Duration.ZERO);

        assertThat(region.rate()).isEqualTo(1_000);
    }
}
