package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.sweep.PartialSweep;
import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.SimulatedTicket;
import io.github.ticketstream.simulator.TicketOrder;
import io.github.ticketstream.simulator.TuyaSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is published between two full sweeps, an hour apart. */
final class PartialSweepsIT extends StreamIT {
    @ParameterizedTest
    @EnumSource(TicketOrder.class)
    void aNewAChangedAndAClosedTicketArriveWithoutAFullSweepInWhateverOrder(TicketOrder order) {
        startTuya(TuyaSimulator.builder().order(order));
        tuya.tickets().addMostlyClosed(300, 0.05, 1);
        startReady(partial());
        String open = firstOpen().ticketNo();

        awaitPublished(tuya.tickets().update(open));
        awaitPublished(tuya.tickets()
                .addJson("{\"ticket_no\":\"NEW\",\"update_time\":1700000000000,\"state_code\":\"Pending\"}"));
        SimulatedTicket closed = tuya.tickets().get(open);
        while (!closed.stateCode().equals("Finished")) {
            closed = tuya.tickets().update(open);
        }
        awaitPublished(closed);

        assertThat(tickets().versions()).doesNotHaveDuplicates();
        assertThat(sweeps("complete")).isEqualTo(1);
        assertThat(sweeps("partial")).isGreaterThan(2);
        assertThat(sweepRecords().recordsToEnd()).hasSize(1);
        awaitReady();
    }

    @Test
    void callsAreCountedByWhatTheyAreForAndTheCountOutlivesThePartialSweeps() {
        tuya.tickets().addMostlyClosed(300, 0.05, 1);
        startReady(partial().with("tuya.calls-per-month", "100000000"));
        await().until(() -> stream.metric("tuya_calls_total{for=\"partial\"}") > 5);
        assertThat(stream.metric("tuya_calls_total{for=\"token\"}")).isEqualTo(1);
        assertThat(stream.metric("tuya_calls_total{for=\"full\"}")).isEqualTo(3);
        stop();
        long before = tuya.log().requestCount();

        startReady(partial().with("tuya.calls-per-month", "100000000"));
        double counted = stream.metric("tuya_calls_this_month");
        // But for those of a sweep that was under way when the first process ended.
        assertThat(counted).isBetween(before - 1.0, tuya.log().requestCount() + 0.0);
    }

    @Test
    void anApiThatIgnoresTheStatesCostsFreshnessAndNothingElse() {
        tuya.tickets().addMostlyClosed(300, 0.05, 1);
        tuya.quirks().ignoreStates(true);
        startReady(partial());
        awaitPublished(tuya.tickets().update(firstOpen().ticketNo()));
        assertThat(tickets().versions()).doesNotHaveDuplicates();
    }

    @Test
    void aPartialSweepThatFailsIsRepeatedAndHealthSaysWhy() {
        tuya.tickets().addMostlyClosed(300, 0.05, 1);
        startReady(partial());
        tuya.faults().always(Calls.feedbacks(), Fault.status(503));
        awaitHealth("no poll has succeeded since", "HTTP status 503");

        tuya.faults().clear();

        awaitReady();
        assertThat(sweeps("complete")).isEqualTo(1);
    }

    /** Then no partial sweep ever succeeded again. */
    @Test
    void statesThatTheApiRefusesAreLeftOutAndSaidAndTheOtherPlacesGoOn() {
        startTuya(TuyaSimulator.builder().order(TicketOrder.RECENTLY_UPDATED_FIRST));
        tuya.tickets().addMostlyClosed(300, 0.05, 1);
        tuya.faults().always(Calls.ofStates(), Fault.apiError(1109, "param is illegal"));
        CapturedLog log = closing(CapturedLog.of(PartialSweep.class.getName()));
        startReady(partial());
        awaitPublished(tuya.tickets().update(firstOpen().ticketNo()));
        awaitReady();
        String warning = "the list of open tickets (in_state_list) fails while the rest of the list works";
        await().until(() -> log.events().stream()
                .anyMatch(event -> event.getMessage().getFormattedMessage().startsWith(warning)));
    }

    private SimulatedTicket firstOpen() {
        return tuya.tickets().snapshot().stream()
                .filter(ticket -> ticket.stateCode().equals("Processing"))
                .findFirst()
                .orElseThrow();
    }

    private StreamInJvm partial() {
        return stream("tickets.full-sweep-period", "1h", "tickets.page-size", "100");
    }

    private void awaitPublished(SimulatedTicket version) {
        String id = version.ticketNo() + "@" + version.updateTime();
        await().untilAsserted(() -> assertThat(tickets().versions()).contains(id));
    }
}
