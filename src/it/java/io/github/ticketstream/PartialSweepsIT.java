package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
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
        tuya.close();
        tuya = TuyaSimulator.builder().order(order).start();
        tuya.tickets().addMostlyClosed(300, 0.05, 1);
        try (StreamInJvm stream = partial().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            String open = firstOpen().ticketNo();

            awaitPublished(subscriber, tuya.tickets().update(open));
            awaitPublished(
                    subscriber,
                    tuya.tickets()
                            .addJson(
                                    "{\"ticket_no\":\"NEW\",\"update_time\":1700000000000,\"state_code\":\"Pending\"}"));
            SimulatedTicket closed = tuya.tickets().get(open);
            while (!closed.stateCode().equals("Finished")) {
                closed = tuya.tickets().update(open);
            }
            awaitPublished(subscriber, closed);

            assertThat(subscriber.versions()).doesNotHaveDuplicates();
            assertThat(stream.metric("tickets_sweeps_total{outcome=\"complete\"}"))
                    .isEqualTo(1);
            assertThat(stream.metric("tickets_sweeps_total{outcome=\"partial\"}"))
                    .isGreaterThan(2);
            assertThat(sweepRecords(stream)).isEqualTo(1);
            assertThat(stream.isReady()).isTrue();
        }
    }

    @Test
    void callsAreCountedByWhatTheyAreForAndTheCountOutlivesThePartialSweeps() {
        tuya.tickets().addMostlyClosed(300, 0.05, 1);
        try (StreamInJvm stream =
                partial().with("tuya.calls-per-month", "100000000").start()) {
            awaitReady(stream);
            await().until(() -> stream.metric("tuya_calls_total{for=\"partial\"}") > 5);
            assertThat(stream.metric("tuya_calls_total{for=\"token\"}")).isEqualTo(1);
            assertThat(stream.metric("tuya_calls_total{for=\"full\"}")).isEqualTo(3);
        }
        long before = tuya.log().requestCount();

        try (StreamInJvm stream =
                partial().with("tuya.calls-per-month", "100000000").start()) {
            awaitReady(stream);
            double counted = stream.metric("tuya_calls_this_month");
            // But for those of a sweep that was under way when the first process ended.
            assertThat(counted).isBetween(before - 1.0, tuya.log().requestCount() + 0.0);
        }
    }

    @Test
    void anApiThatIgnoresTheStatesCostsFreshnessAndNothingElse() {
        tuya.tickets().addMostlyClosed(300, 0.05, 1);
        tuya.quirks().ignoreStates(true);
        try (StreamInJvm stream = partial().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            awaitPublished(subscriber, tuya.tickets().update(firstOpen().ticketNo()));
            assertThat(subscriber.versions()).doesNotHaveDuplicates();
        }
    }

    @Test
    void aPartialSweepThatFailsIsRepeatedAndHealthSaysWhy() {
        tuya.tickets().addMostlyClosed(300, 0.05, 1);
        try (StreamInJvm stream = partial().start()) {
            awaitReady(stream);
            tuya.faults().always(Calls.feedbacks(), Fault.status(503));
            await().until(() -> stream.metric("tickets_sweeps_total{outcome=\"failed\"}") > 0);
            assertThat(stream.health("/ready").toString()).contains("no poll has succeeded since", "HTTP status 503");

            tuya.faults().clear();

            awaitReady(stream);
            assertThat(stream.metric("tickets_sweeps_total{outcome=\"complete\"}"))
                    .isEqualTo(1);
        }
    }

    /** Then no partial sweep ever succeeded again. */
    @Test
    void statesThatTheApiRefusesAreLeftOutAndSaidAndTheOtherPlacesGoOn() {
        tuya.close();
        tuya = TuyaSimulator.builder().order(TicketOrder.RECENTLY_UPDATED_FIRST).start();
        tuya.tickets().addMostlyClosed(300, 0.05, 1);
        tuya.faults().always(Calls.ofStates(), Fault.apiError(1109, "param is illegal"));
        try (StreamInJvm stream = partial().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            awaitPublished(subscriber, tuya.tickets().update(firstOpen().ticketNo()));
            await().until(() -> stream.health("/ready").toString().contains("partial sweeps leave out the list of open tickets"));
            assertThat(stream.isReady()).isTrue();
        }
    }

    private SimulatedTicket firstOpen() {
        return tuya.tickets().snapshot().stream()
                .filter(ticket -> ticket.stateCode().equals("Processing"))
                .findFirst()
                .orElseThrow();
    }

    private StreamInJvm partial() {
        return stream()
                .with("tickets.poll-period", "300ms")
                .with("tickets.full-sweep-period", "1h")
                .with("tickets.page-size", "100");
    }

    private static void awaitPublished(Subscriber subscriber, SimulatedTicket version) {
        String id = version.ticketNo() + "@" + version.updateTime();
        await().untilAsserted(() -> assertThat(subscriber.versions()).contains(id));
    }

    private int sweepRecords(StreamInJvm stream) {
        try (Subscriber sweeps = new Subscriber(kafka(), stream.sweepTopic())) {
            return sweeps.recordsToEnd().size();
        }
    }
}
