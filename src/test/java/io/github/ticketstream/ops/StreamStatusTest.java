package io.github.ticketstream.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudgets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a sweep's end puts into the log. */
final class StreamStatusTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final StreamStatus status = TestStatus.of(clock);

    @Test
    void theLineOfASweepHasEachCountAndTheRareOnesIfThereAreAny() {
        try (CapturedLog log = CapturedLog.of(StreamStatus.class.getName())) {
            status.complete(sweep(120), 0);
            SweepProgress rare = sweep(120);
            for (SweepCount count : SweepCount.values()) {
                rare.add(count, 2);
            }
            status.incomplete(rare, 1, 3, Duration.ZERO);
            assertThat(status.trouble().orElseThrow().remedy())
                    .endsWith("raise tuya.requests-per-second, and tickets.page-size unless it is auto");
            status.partial(sweep(-1));

            assertThat(log.events())
                    .extracting(event -> event.getMessage().getFormattedMessage())
                    .containsExactly(
                            "sweep complete: fetched=50 changed=0 unchanged=0 dead_lettered=0 total=120 pages=1 calls=0"
                                    + " took=1500ms",
                            "sweep incomplete: fetched=52 changed=2 unchanged=2 dead_lettered=2 silent=2 disappeared=2"
                                    + " total=120 pages=1 calls=0 took=1500ms; 1 tickets of the total were not seen in 3"
                                    + " walks, the next sweep looks again",
                            "sweep partial: fetched=50 changed=0 unchanged=0 dead_lettered=0 pages=1 calls=0 took=1500ms");
        }
    }

    @Test
    void thatTheApiCountsMoreTicketsThanItListsIsSaidOnce() {
        try (CapturedLog log = CapturedLog.of(StreamStatus.class.getName())) {
            status.complete(sweep(53), 3);
            status.complete(sweep(53), 3);

            assertThat(log.events())
                    .extracting(event -> event.getMessage().getFormattedMessage())
                    .filteredOn(line -> line.startsWith("the API counts 53 tickets, 3 more than it lists"))
                    .hasSize(1);
        }
        assertThat(status.excess()).isEqualTo(3);
        assertThat(status.notice()).isEqualTo("the API counts 3 tickets that it does not list");
    }

    @Test
    void thatTicketsAreHeldBackIsSaidOnceAndThatTheyAreNoMore() {
        try (CapturedLog log = CapturedLog.of(StreamStatus.class.getName())) {
            status.missing(3, "");
            status.missing(30, "30 of 100 are missing");
            status.missing(31, "31 of 100 are missing");
            assertThat(status.notice()).isEqualTo("31 of 100 are missing");
            status.missing(2, "");

            assertThat(log.events())
                    .extracting(event -> event.getMessage().getFormattedMessage())
                    .containsExactly("30 of 100 are missing", "no tickets are held back any more: 2 are missing");
        }
        assertThat(status.notice()).isEmpty();
    }

    private SweepProgress sweep(long total) {
        SweepProgress sweep = status.begin(CallBudgets.none(), 0);
        sweep.pageRead(total, 50);
        clock.advance(Duration.ofMillis(1_500));
        return sweep;
    }
}
