package io.github.ticketstream.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.soak.Growth.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class GrowthTest {
    private static final Sample NORMAL = new Sample(50 << 10, 40, 100, 250_000);

    @Test
    void whatStaysFlatIsFine() {
        assertThat(new Growth(samples(NORMAL, NORMAL)).breaches()).isEmpty();
    }

    @Test
    void oneBadMomentDecidesNothing() {
        List<Sample> samples = new ArrayList<>(samples(NORMAL, NORMAL));
        samples.set(8, new Sample(500 << 10, 400, 1_000, 250_000));

        assertThat(new Growth(samples).breaches()).isEmpty();
    }

    @Test
    void whatGrowsIsNamed() {
        assertThat(new Growth(samples(NORMAL, new Sample(61 << 10, 43, 103, 900_000))).breaches())
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
