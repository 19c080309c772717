package io.github.ticketstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpreadTest {
    @Test
    void hasLeastMedianAndMostWhateverTheOrder() {
        assertThat(Spread.of(List.of(7.0, 1.0, 3.0))).isEqualTo(new Spread(1, 3, 7));
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Spread(1, 3, 9));
        assertThat(Spread.of(List.of(5.0))).isEqualTo(new Spread(5, 5, 5));
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "0.25, 20", "0.5, 30", "0.99, 49.6", "1, 50"})
    void aPercentileLiesBetweenItsNeighbours(double share, double expected) {
        assertThat(Spread.percentile(List.of(10.0, 20.0, 30.0, 40.0, 50.0), share))
                .isEqualTo(expected);
    }

    @Test
    void ofNothingThereIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }
}
