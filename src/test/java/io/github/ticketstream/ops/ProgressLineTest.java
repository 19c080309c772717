package io.github.ticketstream.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudgets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MutableClock clock = new MutableClock(START);
    private final SweepProgress sweep = new SweepProgress(new Moment(START, START), CallBudgets.none());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12 |  100 | 20000 |    3 | sweep: 12 of 200 pages, 1200 of 20000 tickets, 47 s left",
                " 1 |  100 | 20000 |    3 | sweep: 1 of 200 pages, 100 of 20000 tickets, 9 min left",
                " 1 |   50 | 90000 |   10 | sweep: 1 of 1800 pages, 50 of 90000 tickets, 4 h left",
                " 3 |   50 |   150 |    5 | sweep: 3 of 3 pages, 150 of 150 tickets",
                // The list is walked again.
                " 4 |   50 |   150 |    5 | sweep: 4 of 4 pages, 200 of 150 tickets",
                " 7 |   50 |    -1 |    5 | sweep: 7 pages, 350 tickets",
                " 0 |    0 |    -1 |    2 | sweep: 0 pages, 0 tickets",
                " 1 |    0 |     0 |    2 | sweep: 1 pages, 0 tickets"
            })
    void tellsPagesTicketsAndTheTimeThatIsLeft(int pages, int pageSize, long total, long seconds, String line) {
        for (int i = 0; i < pages; i++) {
            sweep.pageRead(total, pageSize);
        }

        assertThat(ProgressLine.line(sweep, Duration.ofSeconds(seconds))).isEqualTo(line);
    }

    @Test
    void theLastPageMayBeShort() {
        sweep.pageRead(120, 50);
        sweep.pageRead(120, 50);
        sweep.pageRead(120, 20);

        assertThat(ProgressLine.line(sweep, Duration.ofSeconds(2)))
                .isEqualTo("sweep: 3 of 3 pages, 120 of 120 tickets");
    }

    @Test
    void isThereFromTheSecondSecondToTheEndOfTheSweep() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(terminal, false, StandardCharsets.UTF_8);
        Optional<?>[] underWay = {Optional.of(sweep)};
        ProgressLine line =
                new ProgressLine(() -> underWay[0].map(SweepProgress.class::cast), new Clocks(clock, clock));
        line.show(out);
        clock.advance(Duration.ofMillis(2_500));
        sweep.pageRead(-1, 100_000);
        line.show(out);
        clock.advance(Duration.ofMillis(500));
        sweep.pageRead(400_000, 100_000);
        line.show(out);
        underWay[0] = Optional.empty();
        line.show(out);
        line.show(out);

        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .isEqualTo("sweep: 1 pages, 100000 tickets\r"
                        + "sweep: 2 of 4 pages, 200000 of 400000 tickets, 3 s left\r"
                        + "                                                       \r");
    }
}
