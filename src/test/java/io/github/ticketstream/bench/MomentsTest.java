package io.github.ticketstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class MomentsTest {
    private static Moments of(long... nanos) {
        Moments moments = new Moments();
        LongStream.of(nanos).forEach(moments::add);
        return moments;
    }

    @Test
    void theMostWithinAWindowIsCountedFromAnyMoment() {
        // Four from 90 to 109, though no more than three in 0 to 99 and in 100 to 199.
        assertThat(of(0, 90, 95, 100, 109, 150).mostWithin(20)).isEqualTo(4);
    }

    @Test
    void whatIsAWholeWindowLaterIsOutsideOfIt() {
        assertThat(of(0, 99).mostWithin(100)).isEqualTo(2);
        assertThat(of(0, 100).mostWithin(100)).isEqualTo(1);
    }

    @Test
    void inNothingThereIsNothing() {
        assertThat(of().mostWithin(100)).isZero();
    }

    @Test
    void areKeptInTheirOrder() {
        Moments moments = of(5, 7, 11);

        assertThat(moments.count()).isEqualTo(3);
        assertThat(moments.at(1)).isEqualTo(7);
        assertThat(moments.last()).isEqualTo(11);
    }
}
