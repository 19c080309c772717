package io.github.ticketstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static final EnumSet<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

    @Test
    void givesTheSameFaultsForTheSameSeed() {
        assertThat(schedule(7, 100)).hasSize(100).isEqualTo(schedule(7, 100)).isNotEqualTo(schedule(8, 100));
    }

    @Test
    void forgetsNoKind() {
        assertThat(schedule(1, ALL.size())).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(new Schedule(1, 3 * ALL.size(), ALL).counts())
                .allSatisfy((kind, count) -> assertThat(count).isEqualTo(3));
    }

    @Test
    void keepsToTheKindsThatWereAskedFor() {
        assertThat(new Schedule(1, 3, List.of(FaultKind.HTML)).faults())
                .containsExactly(FaultKind.HTML, FaultKind.HTML, FaultKind.HTML);
        assertThat(new Schedule(1, 3, List.of()).faults()).isEmpty();
    }

    private static List<FaultKind> schedule(long seed, int count) {
        return new Schedule(seed, count, ALL).faults();
    }
}
