package io.github.ticketstream.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.soak.Soak.Extent;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The soak in small: enough to see that its figures can be had and that nothing leaks with every sweep. */
@Tag("proof")
class SoakIT {
    @Test
    @Timeout(600)
    void nothingGrowsAndThePromiseHolds() throws Exception {
        Extent little = new Extent(Duration.ofSeconds(20), 2_000, Duration.ofMillis(300));

        assertThat(new Soak(little, System.out::println).run()).isEmpty();
    }
}
