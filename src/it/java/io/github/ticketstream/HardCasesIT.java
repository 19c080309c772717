package io.github.ticketstream;

import static io.github.ticketstream.kit.Subscriber.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TicketOrder;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Bad entries, long lists, lists that move, first runs that skip, private fields. */
class HardCasesIT extends StreamIT {
    @Test
    void entriesThatAreNoTicketsAreDeadLetteredOnceWithTheirReason() {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets().addGarbage("17");
        tuya.tickets().addGarbage("17");
        tuya.tickets().addGarbage("{\"update_time\":5}");
        tuya.tickets().addGarbage("{\"ticket_no\":\"T9\",\"update_time\":\"soon\"}");
        tuya.tickets().add("T2", 2_000);
        startReady();
        awaitNextSweep();
        restart();
        awaitNextSweep();

        assertThat(tickets().versions()).containsExactlyInAnyOrder("T1@1000", "T2@2000");
        List<ConsumerRecord<String, String>> told = deadLetters().records();
        assertThat(told)
                .extracting(ConsumerRecord::value)
                .containsExactlyInAnyOrder(
                        "17", "{\"update_time\":5}", "{\"ticket_no\":\"T9\",\"update_time\":\"soon\"}");
        assertThat(told).allSatisfy(record -> {
            assertThat(header(record, "reason")).isNotBlank();
            assertThat(header(record, "page_no")).isEqualTo("1");
            assertThat(header(record, "received_at")).matches("\\d{13}");
        });
    }

    @Test
    void aTicketTooLargeForKafkaIsDeadLetteredAndThePageGoesOn() {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets()
                .addJson("{\"ticket_no\":\"BIG\",\"update_time\":7,\"description\":\"" + "x".repeat(1_200_000) + "\"}");
        tuya.tickets().add("T2", 2_000);
        startReady();
        awaitNextSweep();

        assertThat(tickets().versions()).containsExactlyInAnyOrder("T1@1000", "T2@2000");
        assertThat(deadLetters().records()).hasSize(1);
        assertThat(header(deadLetters().records().get(0), "reason"))
                .contains("too large")
                .contains("cut to the first");
    }

    @Test
    void topicsThatTakeLessAtOnceThanTheProducerSendsGetEverythingOnce() {
        Map<String, String> small = Map.of("cleanup.policy", "compact", "max.message.bytes", "10000");
        create(name + ".tickets", small);
        create(name + ".state", small);
        tuya.tickets().addGenerated(1_000, 1);
        startReady("tickets.page-size", "500");
        awaitNextSweep();

        assertThat(tickets().versions()).hasSize(1_000).containsExactlyInAnyOrderElementsOf(served());
    }

    @Test
    void tenThousandTicketsOnTwoHundredPagesArriveOnceEach() {
        tuya.tickets().addGenerated(10_000, 1);
        startReady("tickets.poll-period", "1h");
        assertThat(tuya.log().pagesServed()).isEqualTo(200);
        assertThat(tuya.traffic().maxConcurrent()).isBetween(2, 4);
        assertThat(tickets().versions()).hasSize(10_000).containsExactlyInAnyOrderElementsOf(served());
        assertThat(stream.metric("tickets_tracked")).isEqualTo(10_000);
    }

    @Test
    void aTicketThatSlidesOverAPageBoundaryIsFoundByAnotherWalkAtOnce() {
        startTuya(TuyaSimulator.builder().order(TicketOrder.INSERTION));
        tuya.tickets().addGenerated(100, 1);
        String first = tuya.tickets().snapshot().get(0).ticketNo();
        String last = tuya.tickets().snapshot().get(99).ticketNo();
        // After page 1 the last ticket moves to the front: it is on no page that is still to come.
        tuya.afterPage(1, () -> tuya.tickets().moveToFront(last));
        startReady("tickets.poll-period", "1h");
        assertThat(tuya.log().lastPagesServed()).isEqualTo(2);
        assertThat(tickets().records())
                .hasSize(100)
                .extracting(ConsumerRecord::key)
                .contains(first, last);
    }

    @Test
    void aPageGuardFailsTheSweepAndTheNextPeriodTriesAgain() {
        tuya.tickets().addGenerated(120, 1);
        tuya.quirks().ignorePageNo(true);
        start();
        await().until(() -> sweeps("failed") >= 1);
        assertThat(readiness()).contains("tuya.parameter-style=camelCase");

        tuya.quirks().reset();

        awaitReady();
    }

    @Test
    void aFirstRunThatSkipsMarksWhatExistsAndPublishesWhatChangesLater() {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets().add("T2", 2_000);
        startReady("tickets.first-run", "skip");
        assertThat(tickets().records()).isEmpty();

        long newer = tuya.tickets().update("T1").updateTime();
        tuya.tickets().add("T3", 3_000);
        awaitNextSweep();

        assertThat(tickets().versions()).containsExactlyInAnyOrder("T1@" + newer, "T3@3000");
        assertThat(tickets().records()).allSatisfy(record -> {
            assertThat(header(record, "ce_type")).isEqualTo("io.github.ticketstream.ticket.discovered.v1");
            assertThat(header(record, "ce_backfill")).isNull();
        });
    }

    @Test
    void aFirstRunThatWasCutShortSkipsOnButLosesNoChange() {
        tuya.tickets().addGenerated(120, 1);
        String first = tuya.tickets().snapshot().get(0).ticketNo();
        tuya.faults().always(Calls.page(3), Fault.status(503));
        start("tickets.first-run", "skip");
        await().until(() -> stream.metric("tickets_tracked") >= 50);
        stop();
        tuya.tickets().add("T1", 1_000);
        // It was marked as skipped: what comes now is a change.
        long newer = tuya.tickets().update(first).updateTime();
        tuya.faults().clear();
        startReady("tickets.first-run", "skip");
        awaitNextSweep();

        assertThat(tickets().versions()).containsExactly(first + "@" + newer);
    }

    @Test
    void aStateThatIsPrivateIsInNoMetricAndOnNoPage() {
        tuya.tickets()
                .addJson(
                        "{\"ticket_no\":\"T1\",\"update_time\":1000,\"state_code\":\"Processing\",\"product_name\":\"Lamp\"}");
        startReady("tickets.drop-fields", "state_code,product_name");
        assertThat(stream.metric("tickets_in_state{state=\"Processing\"}")).isZero();
        assertThat(stream.metric("tickets_published_by_state_total{state=\"Processing\"}"))
                .isZero();
        assertThat(stream.get("/observe/status").body()).contains("T1").doesNotContain("Lamp");
    }

    @Test
    void privateFieldsLeaveTheProcessNowhere() {
        tuya.tickets()
                .addJson(
                        "{\"ticket_no\":\"T1\",\"user_account\":\"jane@example.com\",\"update_time\":1000,\"handler\":\"joe@example.com\"}");
        tuya.tickets().addGarbage("{\"user_account\":\"jane@example.com\",\"handler\":\"joe@example.com\"}");
        startReady("tickets.drop-fields", "user_account", "tickets.mask-fields", "handler", "tickets.mask-key", "a key");
        // echo -n joe@example.com | openssl dgst -sha256 -hmac 'a key'
        String masked = "\"handler\":\"89c25d3d3af2097743ee3026337c02a4e9630bf119e4d62b112cb00b03e6d068\"";
        assertThat(tickets().records().get(0).value())
                .isEqualTo("{\"ticket_no\":\"T1\",\"update_time\":1000," + masked + "}");
        assertThat(deadLetters().records().get(0).value()).isEqualTo("{" + masked + "}");
    }
}
