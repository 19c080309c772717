package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.ShiftedClock;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code tuya.calls-per-month}, by the calls that arrive at the API. */
final class CallBudgetIT extends StreamIT {
    @Test
    void noCallReachesTheApiBeyondTheBudgetNotEvenAfterARestart() {
        tuya.tickets().addGenerated(5, 1);
        // The month that began a week ago, but for the days on which none can begin.
        LocalDate began = LocalDate.now(ZoneOffset.UTC).minusDays(7);
        LocalDate begins = began.withDayOfMonth(Math.min(28, began.getDayOfMonth()));
        String[] budget = {"tuya.calls-per-month", "5", "tuya.month-begins-on", Integer.toString(begins.getDayOfMonth())};
        startReady(budget);
        assertThat(stream.metric("tuya_month_end_timestamp_seconds"))
                .isEqualTo((double) begins.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond());
        // A sweep of one page every few days is what the budget pays for.
        assertThat(stream.metric("tickets_poll_period_seconds")).isGreaterThan(300);
        assertThat(stream.metric("tuya_calls_per_month")).isEqualTo(5);
        assertThat(stream.metric("tuya_calls_this_month")).isEqualTo(2);
        double today =
                LocalDate.now(ZoneOffset.UTC).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        assertThat(stream.metric("tuya_calls_spent_timestamp_seconds")).isEqualTo(today);
        stop();
        tuya.faults().always(Calls.feedbacks(), Fault.status(500));

        start(budget);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(stream.health("").toString())
                        .contains("this month's budget is spent: 5 of 5 calls (tuya.calls-per-month)")
                        .contains("raise tuya.calls-per-month"));
        assertThat(stream.isReady()).isFalse();
        stop();
        assertThat(tuya.log().requests()).hasSize(5);
    }

    /** No reply ever names a month. */
    @Test
    void noCallIsForgottenByAProcessThatWasNeverAnswered() {
        tuya.faults().always(Calls.all(), Fault.status(500));
        for (int process = 0; process < 3; process++) {
            long before = tuya.log().requestCount();
            start("tuya.calls-per-month", "12");
            await().until(() -> tuya.log().requestCount() > Math.max(before, 2) || before > 4);
            stop();
            assertThat(countOnTopic()).isGreaterThanOrEqualTo(tuya.log().requestCount());
        }

        assertThat(tuya.log().requestCount()).isBetween(4L, 12L);
    }

    /** What is not on the topic is forgotten by a process that is killed. */
    @Test
    void everyRepetitionIsOnTheStateTopicBeforeItIsMade() {
        tuya.tickets().addGenerated(1_000, 1);
        for (int page = 2; page <= 20; page++) {
            tuya.faults().always(Calls.page(page), Fault.status(503));
        }
        start("tuya.calls-per-month", "600", "tuya.requests-per-second", "100");
        await().pollInSameThread().pollInterval(Duration.ofMillis(50)).until(() -> {
            long made = tuya.log().requestCount();
            assertThat(countOnTopic()).isGreaterThanOrEqualTo(made);
            return made >= 16;
        });
    }

    private long countOnTopic() {
        return state().records().stream()
                .filter(record -> "stream/calls".equals(record.key()))
                .mapToLong(record -> Long.parseLong(record.value().split(":")[1]))
                .max()
                .orElse(0);
    }

    @Test
    void healthSaysHowManyCallsAreUsed() {
        tuya.tickets().addGenerated(60, 1);
        startReady("tuya.calls-per-month", "1000");

        assertThat(readiness()).containsPattern("call-budget\",\"status\":\"UP\",\"message\":\"\\d+ calls this month");
    }

    /** A first sweep that fails each time spent the month within two minutes. */
    @Test
    void aPageThatCanNotBeHadIsAskedForAloneBeforeTheListIsWalkedAgain() {
        tuya.tickets().addGenerated(1_000, 1);
        tuya.faults().always(Calls.page(15), Fault.apiError(1199, "too many requests"));
        start("tuya.calls-per-month", "1000", "tuya.requests-per-second", "100", "tickets.poll-period", "1s");
        await().until(() -> sweeps("failed") >= 4);
        assertThat(tuya.log().requestCount()).isLessThan(50);

        tuya.faults().clear();

        awaitReady();
    }

    /** 96 were made, and 7 known. */
    @Test
    void theCallsOfAnIncompleteSweepAreKnownToTheNextProcess() {
        tuya.tickets().addGenerated(60, 1);
        tuya.quirks().total(truth -> truth + tuya.log().requestCount());
        start("tuya.calls-per-month", "100000");
        await().until(() -> sweeps("incomplete") > 0);
        stop();
        long made = tuya.log().requestCount();
        tuya.faults().always(Calls.all(), Fault.status(500));

        start("tuya.calls-per-month", "100000");
        await().until(() -> stream.metric("tuya_calls_this_month") > 0);
        assertThat(stream.metric("tuya_calls_this_month")).isGreaterThanOrEqualTo((double) made);
    }

    /** Without a clock battery, and set right five seconds later: 47 of 30 calls. */
    @Test
    @Tag("proof")
    void aClockThatIsAMonthBehindAtTheStartLosesNoCount() {
        tuya.tickets().addGenerated(5, 1);
        ShiftedClock clock = new ShiftedClock();
        for (int process = 0; process < 3; process++) {
            start(stream("tuya.calls-per-month", "4", "tickets.poll-period", "200ms").withWallClock(clock));
            clock.set(Duration.ofDays(process % 2 == 0 ? 0 : -31));
            // Time for calls that are too many.
            await().pollDelay(Duration.ofSeconds(3)).until(() -> tuya.log().requestCount() >= 2);
            clock.set(Duration.ZERO);
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            stop();
            clock.set(Duration.ofDays(-31));
        }

        assertThat(tuya.log().requestCount()).isBetween(2L, 4L);
    }

    /** The calls of a month that had not begun, in fact, were forgotten. */
    @Test
    @Tag("proof")
    void aClockThatIsSetRightWhileRequestsFailLosesNoCount() {
        tuya.tickets().addGenerated(5, 1);
        tuya.faults().always(Calls.page(1), Fault.status(500));
        ShiftedClock clock = new ShiftedClock();
        clock.set(Duration.ofDays(-31));
        start(stream("tuya.calls-per-month", "9", "tickets.poll-period", "200ms").withWallClock(clock));
        await().until(() -> tuya.log().requestCount() >= 3);
        await().pollDelay(Duration.ofSeconds(6)).until(() -> true);
        clock.set(Duration.ZERO);
        await().pollDelay(Duration.ofSeconds(8)).until(() -> true);
        stop();

        assertThat(tuya.log().requestCount()).isBetween(3L, 9L);
    }

    @Test
    void aPeriodThatTheBudgetDoesNotPayForIsSaid() {
        tuya.tickets().addGenerated(5, 1);
        startReady("tuya.calls-per-month", "60", "tickets.poll-period", "1s", "tickets.full-sweep-period", "5s");
        assertThat(readiness())
                .contains("tuya.calls-per-month=60 allows a full sweep every");
    }
}
