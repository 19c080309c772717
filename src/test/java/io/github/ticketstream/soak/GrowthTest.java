package io.github.ticketstream.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class GrowthTest {
    private static final Sample NORMAL = new Sample(50L << 20, 40, 100, 250_000);

    @Test
    void whatStaysFlatIsFine() {
        assertThat(Growth.of(samples(NORMAL, NORMAL)).breaches()).isEmpty();
    }

    @Test
    void oneBadMomentDecidesNothing() {
        List<Sample> samples = new java.util.ArrayList<>(samples(NORMAL, NORMAL));
        samples.set(8, new Sample(500L << 20, 400, 1_000, 250_000));

        assertThat(Growth.of(samples).breaches()).isEmpty();
    }

    @Test
    void whatGrowsIsNamed() {
        assertThat(Growth.of(samples(NORMAL, new Sample(61L << 20, 43, 103, 900_000)))
                        .breaches())
                .containsExactly(
                        "heap after GC, KiB grew from 51200 to 62464",
                        "threads grew from 40 to 43",
                        "file handles grew from 100 to 103");
    }

    private static List<Sample> samples(Sample first, Sample last) {
        return Stream.concat(
                        IntStream.range(0, 5).mapToObj(i -> first),
                        IntStream.range(0, 5).mapToObj(i -> last))
                .toList();
    }
}
