package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lists that shrink, that count more than they hold, or that never say that they end. */
@Tag("proof")
final class OddListsIT extends StreamIT {
    @Test
    void aTicketThatIsHiddenByADeletionIsFoundByAnotherWalk() {
        tuya.tickets().addGenerated(40, 1);
        String deleted = tuya.tickets().snapshot().get(3).ticketNo();
        String hidden = tuya.tickets().snapshot().get(20).ticketNo();
        // Page 2 begins one further: the count of 39 seen fits the total of 39.
        tuya.afterPage(1, () -> tuya.tickets().remove(deleted));
        try (StreamInJvm stream = stream()
                        .with("tickets.poll-period", "1h")
                        .with("tickets.page-size", "20")
                        .with("tuya.concurrent-requests", "1")
                        .start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            assertThat(subscriber.records())
                    .extracting(ConsumerRecord::key)
                    .contains(hidden)
                    .hasSize(40);
        }
    }

    @Test
    void aTotalThatIsOneTooLargeForEverIsKnownAfterTwoWalksThatAgree() {
        tuya.tickets().addGenerated(60, 1);
        tuya.quirks().total(61);
        try (StreamInJvm stream = stream().start();
                Subscriber sweeps = new Subscriber(kafka(), stream.sweepTopic())) {
            awaitReady(stream);
            assertThat(sweeps.records()).isNotEmpty();
            assertThat(stream.metric("tickets_total_excess")).isEqualTo(1);
            assertThat(stream.health("/ready").toString()).contains("the API counts 1 tickets that it does not list");
            tuya.log().clear();

            awaitNextSweep(stream);

            // No more walks than for any other list: two pages a sweep.
            double sweepsBegun = tuya.log().pagesServed() / 2.0;
            assertThat(sweepsBegun).isBetween(1.0, completeSweeps(stream) + 1);
            assertThat(stream.metric("tickets_sweeps_total{outcome=\"incomplete\"}"))
                    .isZero();
        }
    }

    @Test
    void aListThatNeverSaysThatItEndsIsCompleteWhenItIsAllThere() {
        tuya.tickets().addGenerated(25, 1);
        tuya.quirks().alwaysHasMore(true);
        try (StreamInJvm stream = stream().with("tickets.page-size", "10").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            assertThat(subscriber.records()).hasSize(25);
            assertThat(stream.metric("tickets_sweeps_total{outcome=\"failed\"}"))
                    .isZero();
        }
    }

    @Test
    void aTotalThatIsCappedDoesNotEndALongerList() {
        tuya.tickets().addGenerated(1_200, 1);
        tuya.quirks().total(100);
        try (StreamInJvm stream = stream()
                        .with("tickets.poll-period", "1h")
                        .with("tickets.page-size", "10")
                        .start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            assertThat(subscriber.records()).hasSize(1_200);
        }
    }

    @Test
    void incompleteSweepsSayWhyInHealth() {
        tuya.tickets().addGenerated(60, 1);
        // The total changes from page to page, whatever the list does.
        java.util.concurrent.atomic.AtomicLong page = new java.util.concurrent.atomic.AtomicLong();
        tuya.quirks().total(truth -> truth + page.incrementAndGet());
        try (StreamInJvm stream = stream().start()) {
            await().until(() -> stream.metric("tickets_sweeps_total{outcome=\"incomplete\"}") >= 1);

            assertThat(stream.isReady()).isFalse();
            assertThat(stream.health("/ready").toString()).contains("tickets of the total were not seen in 3 walks");
        }
    }

    @Test
    void anUpdateTimeFarAheadIsADeadLetterAndMutesNothing() {
        tuya.tickets().addJson("{\"ticket_no\":\"T1\",\"update_time\":253402300799999}");
        tuya.tickets().add("T2", 2_000);
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream);
                Subscriber deadLetters = new Subscriber(kafka(), stream.deadLetterTopic())) {
            awaitReady(stream);
            assertThat(subscriber.versions()).containsExactly("T2@2000");
            assertThat(Subscriber.header(deadLetters.records().get(0), "reason"))
                    .isEqualTo("update_time is more than a day ahead of the API's clock");

            tuya.tickets().remove("T1");
            tuya.tickets().add("T1", 3_000);
            awaitNextSweep(stream);

            assertThat(subscriber.versions()).containsExactlyInAnyOrder("T2@2000", "T1@3000");
        }
    }

    @Test
    void anUpdateTimeThatIsTextIsATicketLikeAnyOther() {
        tuya.tickets().addGarbage("{\"ticket_no\":\"T1\",\"update_time\":\"1638356077881\"}");
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            assertThat(subscriber.versions()).containsExactly("T1@1638356077881");
            assertThat(subscriber.records().get(0).value())
                    .isEqualTo("{\"ticket_no\":\"T1\",\"update_time\":\"1638356077881\"}");
        }
    }

    /** As if milliseconds had become microseconds. */
    @Test
    void aListWithoutOneUsableTicketIsNotReadyUntilItHasOne() {
        for (int ticket = 0; ticket < 30; ticket++) {
            tuya.tickets().add("T" + ticket, 1_638_356_077_881_000L);
        }
        try (StreamInJvm stream = stream().start()) {
            await().until(() -> completeSweeps(stream) >= 2);

            assertThat(stream.health("/ready").toString())
                    .contains("\"http\":503", "30 of 30 entries of the list are no usable tickets")
                    .contains("update_time", "on topic " + stream.deadLetterTopic(), "what to do: compare");
            tuya.tickets().add("T30", 1_638_356_077_881L);
            awaitReady(stream);
            assertThat(stream.health("/ready").toString()).contains("30 of 31 entries");
        }
    }
}
