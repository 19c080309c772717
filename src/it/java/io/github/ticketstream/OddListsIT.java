package io.github.ticketstream;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.ParameterizedTest;
import static io.github.ticketstream.kit.Subscriber.header;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
        startReady("tickets.poll-period", "1h", "tickets.page-size", "20", "tuya.concurrent-requests", "1");
        assertThat(tickets().records())
                .extracting(ConsumerRecord::key)
                .contains(hidden)
                .hasSize(40);
    }

    @Test
    void aTotalThatIsOneTooLargeForEverIsKnownAfterTwoWalksThatAgree() {
        tuya.tickets().addGenerated(60, 1);
        tuya.quirks().total(61);
        startReady();
        assertThat(sweepRecords().records()).isNotEmpty();
        assertThat(stream.metric("tickets_total_excess")).isEqualTo(1);
        assertThat(readiness()).contains("the API counts 1 tickets that it does not list");
        tuya.log().clear();

        awaitNextSweep();

        // No more walks than for any other list: two pages a sweep.
        double sweepsBegun = tuya.log().pagesServed() / 2.0;
        assertThat(sweepsBegun).isBetween(1.0, completeSweeps() + 1);
        assertThat(sweeps("incomplete")).isZero();
    }

    /** One never says that it ends, and the other says 100. */
    @ParameterizedTest
    @ValueSource(ints = {25, 1_200})
    void aListIsReadToItsEndWhateverItSaysOfIt(int tickets) {
        tuya.tickets().addGenerated(tickets, 1);
        if (tickets > 100) {
            tuya.quirks().total(100);
        } else {
            tuya.quirks().alwaysHasMore(true);
        }
        startReady("tickets.poll-period", "1h", "tickets.page-size", "10");

        assertThat(tickets().records()).hasSize(tickets);
        assertThat(sweeps("failed")).isZero();
    }

    @Test
    void incompleteSweepsSayWhyInHealth() {
        tuya.tickets().addGenerated(60, 1);
        // The total changes from page to page, whatever the list does.
        AtomicLong page = new AtomicLong();
        tuya.quirks().total(truth -> truth + page.incrementAndGet());
        start();
        await().until(() -> sweeps("incomplete") >= 1);

        assertThat(stream.isReady()).isFalse();
        assertThat(readiness()).contains("tickets of the total were not seen in 3 walks");
    }

    @Test
    void anUpdateTimeFarAheadIsADeadLetterAndMutesNothing() {
        tuya.tickets().addJson("{\"ticket_no\":\"T1\",\"update_time\":253402300799999}");
        tuya.tickets().add("T2", 2_000);
        startReady();
        assertThat(tickets().versions()).containsExactly("T2@2000");
        assertThat(header(deadLetters().records().get(0), "reason"))
                .isEqualTo("update_time is more than a day ahead of the API's clock");

        tuya.tickets().remove("T1");
        tuya.tickets().add("T1", 3_000);
        awaitNextSweep();

        assertThat(tickets().versions()).containsExactlyInAnyOrder("T2@2000", "T1@3000");
    }

    @Test
    void anUpdateTimeThatIsTextIsATicketLikeAnyOther() {
        tuya.tickets().addGarbage("{\"ticket_no\":\"T1\",\"update_time\":\"1638356077881\"}");
        startReady();
        assertThat(tickets().versions()).containsExactly("T1@1638356077881");
        assertThat(tickets().records().get(0).value())
                .isEqualTo("{\"ticket_no\":\"T1\",\"update_time\":\"1638356077881\"}");
    }

    /** As if milliseconds had become microseconds. */
    @Test
    void aListWithoutOneUsableTicketIsNotReadyUntilItHasOne() {
        for (int ticket = 0; ticket < 30; ticket++) {
            tuya.tickets().add("T" + ticket, 1_638_356_077_881_000L);
        }
        start();
        await().until(() -> completeSweeps() >= 2);

        assertThat(readiness())
                .contains("\"http\":503", "none of the list's 30 entries is a usable ticket")
                .contains("update_time", "on topic " + stream.deadLetterTopic(), "what to do: compare");
        tuya.tickets().add("T30", 1_638_356_077_881L);
        awaitReady();
    }
}
