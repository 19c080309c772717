package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** {@code tuya.calls-per-month}, by the calls that arrive at the API. */
final class CallBudgetIT extends StreamIT {
    @Test
    void noCallReachesTheApiBeyondTheBudgetNotEvenAfterARestart() {
        tuya.tickets().addGenerated(5, 1);
        try (StreamInJvm first = stream().with("tuya.calls-per-month", "5").start()) {
            awaitReady(first);
            // A sweep of one page every few days is what the budget pays for.
            assertThat(first.metric("tickets_poll_period_seconds")).isGreaterThan(300);
            assertThat(first.metric("tuya_calls_per_month")).isEqualTo(5);
            assertThat(first.metric("tuya_calls_this_month")).isEqualTo(2);
            double today =
                    LocalDate.now(ZoneOffset.UTC).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
            assertThat(first.metric("tuya_calls_spent_timestamp_seconds")).isEqualTo(today);
        }
        tuya.faults().always(Calls.feedbacks(), Fault.status(500));

        try (StreamInJvm second = stream().with("tuya.calls-per-month", "5").start()) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(second.health("").toString())
                            .contains("this month's budget is spent: 4 of 5 calls (tuya.calls-per-month)")
                            .contains("raise tuya.calls-per-month"));
            assertThat(second.isReady()).isFalse();
        }
        assertThat(tuya.log().requests()).hasSize(4);
    }
}
