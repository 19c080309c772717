package io.github.ticketstream;

import static io.github.ticketstream.kit.Subscriber.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TicketOrder;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
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
        try (StreamInJvm first = stream().start()) {
            awaitReady(first);
            awaitNextSweep(first);
        }
        try (StreamInJvm stream = stream().start();
                Subscriber tickets = subscriber(stream);
                Subscriber deadLetters = new Subscriber(kafka(), stream.deadLetterTopic())) {
            awaitReady(stream);
            awaitNextSweep(stream);

            assertThat(tickets.versions()).containsExactlyInAnyOrder("T1@1000", "T2@2000");
            List<ConsumerRecord<String, String>> told = deadLetters.records();
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
    }

    @Test
    void aTicketTooLargeForKafkaIsDeadLetteredAndThePageGoesOn() {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets()
                .addJson("{\"ticket_no\":\"BIG\",\"update_time\":7,\"description\":\"" + "x".repeat(1_200_000) + "\"}");
        tuya.tickets().add("T2", 2_000);
        try (StreamInJvm stream = stream().start();
                Subscriber tickets = subscriber(stream);
                Subscriber deadLetters = new Subscriber(kafka(), stream.deadLetterTopic())) {
            awaitReady(stream);
            awaitNextSweep(stream);

            assertThat(tickets.versions()).containsExactlyInAnyOrder("T1@1000", "T2@2000");
            assertThat(deadLetters.records()).hasSize(1);
            assertThat(header(deadLetters.records().get(0), "reason"))
                    .contains("too large")
                    .contains("cut to the first");
        }
    }

    @Test
    void topicsThatTakeLessAtOnceThanTheProducerSendsGetEverythingOnce() throws Exception {
        Map<String, String> small = Map.of("cleanup.policy", "compact", "max.message.bytes", "10000");
        try (var admin = kafka().admin()) {
            admin.createTopics(List.of(
                            new NewTopic(name + ".tickets", 1, (short) 1).configs(small),
                            new NewTopic(name + ".state", 1, (short) 1).configs(small)))
                    .all()
                    .get();
        }
        tuya.tickets().addGenerated(1_000, 1);
        try (StreamInJvm stream = stream().with("tickets.page-size", "500").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            awaitNextSweep(stream);

            assertThat(subscriber.versions()).hasSize(1_000).containsExactlyInAnyOrderElementsOf(served());
        }
    }

    @Test
    void tenThousandTicketsOnTwoHundredPagesArriveOnceEach() {
        tuya.tickets().addGenerated(10_000, 1);
        try (StreamInJvm stream = stream().with("tickets.poll-period", "1h").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            assertThat(tuya.log().pagesServed()).isEqualTo(200);
            assertThat(tuya.traffic().maxConcurrent()).isBetween(2, 4);
            assertThat(subscriber.versions()).hasSize(10_000).containsExactlyInAnyOrderElementsOf(served());
            assertThat(stream.metric("tickets_tracked")).isEqualTo(10_000);
        }
    }

    @Test
    void aTicketThatSlidesOverAPageBoundaryIsFoundByAnotherWalkAtOnce() {
        tuya.close();
        tuya = TuyaSimulator.builder().order(TicketOrder.INSERTION).start();
        tuya.tickets().addGenerated(100, 1);
        String first = tuya.tickets().snapshot().get(0).ticketNo();
        String last = tuya.tickets().snapshot().get(99).ticketNo();
        // After page 1 the last ticket moves to the front: it is on no page that is still to come.
        tuya.afterPage(1, () -> tuya.tickets().moveToFront(last));
        try (StreamInJvm stream = stream().with("tickets.poll-period", "1h").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            assertThat(tuya.log().lastPagesServed()).isEqualTo(2);
            assertThat(subscriber.records())
                    .hasSize(100)
                    .extracting(ConsumerRecord::key)
                    .contains(first, last);
        }
    }

    @Test
    void aPageGuardFailsTheSweepAndTheNextPeriodTriesAgain() {
        tuya.tickets().addGenerated(120, 1);
        tuya.quirks().ignorePageNo(true);
        try (StreamInJvm stream = stream().start()) {
            await().until(() -> stream.metric("tickets_sweeps_total{outcome=\"failed\"}") >= 1);
            assertThat(stream.health("/ready").toString()).contains("tuya.parameter-style=camelCase");

            tuya.quirks().reset();

            awaitReady(stream);
        }
    }

    @Test
    void aFirstRunThatSkipsMarksWhatExistsAndPublishesWhatChangesLater() {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets().add("T2", 2_000);
        try (StreamInJvm stream = stream().with("tickets.first-run", "skip").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            assertThat(subscriber.records()).isEmpty();

            long newer = tuya.tickets().update("T1").updateTime();
            tuya.tickets().add("T3", 3_000);
            awaitNextSweep(stream);

            assertThat(subscriber.versions()).containsExactlyInAnyOrder("T1@" + newer, "T3@3000");
            assertThat(subscriber.records()).allSatisfy(record -> {
                assertThat(header(record, "ce_type")).isEqualTo("io.github.ticketstream.ticket.discovered.v1");
                assertThat(header(record, "ce_backfill")).isNull();
            });
        }
    }

    @Test
    void aFirstRunThatWasCutShortSkipsOnButLosesNoChange() {
        tuya.tickets().addGenerated(120, 1);
        String first = tuya.tickets().snapshot().get(0).ticketNo();
        tuya.faults().always(Calls.page(3), Fault.status(503));
        try (StreamInJvm cutShort = stream().with("tickets.first-run", "skip").start()) {
            await().until(() -> cutShort.metric("tickets_tracked") >= 50);
        }
        tuya.tickets().add("T1", 1_000);
        // It was marked as skipped: what comes now is a change.
        long newer = tuya.tickets().update(first).updateTime();
        tuya.faults().clear();
        try (StreamInJvm stream = stream().with("tickets.first-run", "skip").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            awaitNextSweep(stream);

            assertThat(subscriber.versions()).containsExactly(first + "@" + newer);
        }
    }

    @Test
    void aStateThatIsPrivateIsInNoMetricAndOnNoPage() {
        tuya.tickets()
                .addJson(
                        "{\"ticket_no\":\"T1\",\"update_time\":1000,\"state_code\":\"Processing\",\"product_name\":\"Lamp\"}");
        try (StreamInJvm stream =
                stream().with("tickets.drop-fields", "state_code,product_name").start()) {
            awaitReady(stream);

            assertThat(stream.metric("tickets_in_state{state=\"Processing\"}")).isZero();
            assertThat(stream.metric("tickets_published_by_state_total{state=\"Processing\"}"))
                    .isZero();
            assertThat(stream.get("/observe/status").body()).contains("T1").doesNotContain("Lamp");
        }
    }

    @Test
    void privateFieldsLeaveTheProcessNowhere() {
        tuya.tickets()
                .addJson(
                        "{\"ticket_no\":\"T1\",\"user_account\":\"jane@example.com\",\"update_time\":1000,\"handler\":\"joe@example.com\"}");
        tuya.tickets().addGarbage("{\"user_account\":\"jane@example.com\",\"handler\":\"joe@example.com\"}");
        try (StreamInJvm stream = stream()
                        .with("tickets.drop-fields", "user_account")
                        .with("tickets.mask-fields", "handler")
                        .with("tickets.mask-key", "a key")
                        .start();
                Subscriber tickets = subscriber(stream);
                Subscriber deadLetters = new Subscriber(kafka(), stream.deadLetterTopic())) {
            awaitReady(stream);

            // echo -n joe@example.com | openssl dgst -sha256 -hmac 'a key'
            String masked = "\"handler\":\"89c25d3d3af2097743ee3026337c02a4e9630bf119e4d62b112cb00b03e6d068\"";
            assertThat(tickets.records().get(0).value())
                    .isEqualTo("{\"ticket_no\":\"T1\",\"update_time\":1000," + masked + "}");
            assertThat(deadLetters.records().get(0).value()).isEqualTo("{" + masked + "}");
        }
    }

    @Test
    void aQuietTroubleFreeStreamHasNoWaitBetweenItsRequestsAndItsRest() {
        tuya.tickets().add("T1", 1_000);
        try (StreamInJvm stream = stream().with("tickets.poll-period", "1s").start()) {
            awaitReady(stream);
            tuya.log().clear();

            await().during(Duration.ofMillis(3_500))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> tuya.log().requestCount() <= 4);

            assertThat(tuya.log().requestCount()).isGreaterThanOrEqualTo(3);
        }
    }
}
