package io.github.ticketstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ResultTableTest {
    private final ResultTable table = new ResultTable();

    @Test
    void tellsCountMedianAndLongestOfEveryKind() {
        for (int seconds : new int[] {9, 1, 2}) {
            table.recovered(FaultKind.KILL_ACTIVE, Duration.ofSeconds(seconds).toNanos());
        }
        table.recovered(FaultKind.HTML, Duration.ofMillis(300).toNanos());
        table.failedOver(FaultKind.KILL_ACTIVE, Duration.ofSeconds(7).toNanos());
        table.figure("seed", 5);

        assertThat(table.held()).isTrue();
        assertThat(table.lines().stream()
                        .map(line -> line.strip().replaceAll(" +", " "))
                        .filter(line -> !line.isEmpty()))
                .containsExactly(
                        "fault count median longest to recover",
                        "kill active 3 2.0 s 9.0 s",
                        "html 1 0.3 s 0.3 s",
                        "all 4 1.5 s 9.0 s",
                        "fail-over count median longest to take over",
                        "kill active 1 7.0 s 7.0 s",
                        "all 1 7.0 s 7.0 s",
                        "seed 5",
                        "The promise held.");
    }

    @Test
    void saysWhatBroke() {
        table.breach("lost", "A@1");

        assertThat(table.held()).isFalse();
        assertThat(table.lines()).contains("  BREACH: lost, 1 times", "    A@1").endsWith("THE PROMISE IS BROKEN.");
    }
}
