package io.github.ticketstream;

import static io.github.ticketstream.kit.Subscriber.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.simulator.LivingPopulation;
import io.github.ticketstream.simulator.SimulatedTicket;
import io.github.ticketstream.simulator.TicketOrder;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets that are there, or that nobody was told of, are not reported as disappeared; and what is written by hand stays so. */
final class FalseDisappearancesIT extends StreamIT {
    /** With a change on page 1 a transaction is in flight when the walk ends, and the tombstone is read with it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMarkThatIsErasedByHandWhileASweepMissesItsTicketStaysErased(boolean changes) {
        tuya.tickets().addGenerated(120, 1);
        List<SimulatedTicket> tickets = tuya.tickets().snapshot();
        String erased = tickets.get(60).ticketNo();
        startReady(walkingSlowly().with("tickets.disappeared", "publish"));
        // Behind the last page: the next walk is the first one that misses it.
        tuya.afterPage(3, () -> {
            tuya.tickets().remove(erased);
            if (changes) {
                tuya.tickets().update(tickets.get(0).ticketNo());
            }
            tuya.afterPage(2, () -> write(stream.stateTopic(), erased, null));
        });

        await().until(() -> lastValue(state(), erased) == null);
        awaitNextSweep();

        assertThat(lastValue(state(), erased)).isNull();
        assertThat(records(state(), erased)).as("the mark, and the tombstone").hasSize(2);
        assertThat(disappeared()).isEmpty();
        awaitReady();
    }

    @Test
    void aMarkThatIsErasedByHandWhileItsHashIsLearnedIsErasedAgain() {
        tuya.tickets().addGenerated(120, 1);
        String erased = tuya.tickets().snapshot().get(70).ticketNo();
        startReady(walkingSlowly());
        stop();
        tuya.afterPage(2, () -> write(stream.stateTopic(), erased, null));
        start(walkingSlowly().with("tickets.silent-changes", "publish").with("tickets.poll-period", "2s"));
        await().until(() -> records(tickets(), erased).size() == 2);
        awaitReady();

        assertThat(header(records(tickets(), erased).get(1), "ce_type")).endsWith("discovered.v1");
        assertThat(lastValue(state(), erased)).isNotNull();
    }

    /** Newest change first, and 120 changes in the time of a walk: tickets were reported as disappeared, and none was. */
    @Test
    @Tag("proof")
    void nothingDisappearsFromAListThatHoldsMoreThanItsTotal() {
        startTuya(TuyaSimulator.builder()
                .order(TicketOrder.RECENTLY_UPDATED_FIRST));
        tuya.tickets().addGenerated(240, 1);
        tuya.quirks().total(truth -> truth - 30);
        startReady("tickets.disappeared", "erase", "tuya.requests-per-second", "100", "tickets.page-size", "10");
        AtomicInteger pages = new AtomicInteger();
        tuya.afterEveryPage(page -> pages.incrementAndGet());
        try (LivingPopulation changes =
                LivingPopulation.start(tuya.tickets(), Duration.ofMillis(2), Integer.MAX_VALUE, 2)) {
            await().atMost(Duration.ofMinutes(2)).until(() -> pages.get() >= 1_000);
            assertThat(changes.changes()).isGreaterThan(500);
        }
        assertThat(disappeared()).isEmpty();
        assertThat(stream.metric("tickets_disappeared_total")).isZero();

        // Walks that agree say that one is gone all the same.
        String gone = tuya.tickets().snapshot().get(0).ticketNo();
        tuya.tickets().remove(gone);
        await().until(() -> disappeared().equals(List.of(gone)));
    }

    @Test
    void aTicketThatWasOnlySkippedIsNotToldAndIsDiscoveredWhenItComesBack() {
        tuya.tickets().addGenerated(30, 1);
        SimulatedTicket skipped = tuya.tickets().snapshot().get(3);
        startReady("tickets.disappeared", "erase", "tickets.first-run", "skip");
        tuya.tickets().remove(skipped.ticketNo());

        await().until(() -> lastValue(state(), skipped.ticketNo()) == null);
        awaitNextSweep();
        assertThat(tickets().recordsToEnd()).isEmpty();

        tuya.tickets().add(skipped);
        await().until(() -> tickets().records().size() == 1);
        assertThat(header(tickets().records().get(0), "ce_type")).endsWith("discovered.v1");
    }

    @Test
    void aTicketThatStoodInBetweenInAnEntryThatIsNoTicketIsNotGone() {
        tuya.tickets().addGenerated(120, 1);
        SimulatedTicket ticket = tuya.tickets().snapshot().get(5);
        String broken = "{\"ticket_no\":\"" + ticket.ticketNo() + "\"}";
        startReady(walkingSlowly().with("tickets.disappeared", "publish"));
        // Missing, there as no ticket, missing, and so on: never missing twice in a row.
        AtomicInteger sweeps = new AtomicInteger();
        tuya.tickets().addGarbage(broken);
        tuya.afterEveryPage(page -> {
            if (page == 3) {
                boolean hide = sweeps.getAndIncrement() % 2 == 0;
                tuya.quirks()
                        .hide(entry -> ticket.ticketNo().equals(entry.ticketNo()) && (hide || !entry.json().equals(broken)));
            }
        });
        await().until(() -> sweeps.get() >= 12);

        assertThat(disappeared()).isEmpty();
        assertThat(records(state(), ticket.ticketNo()))
                .as("it was missed each second time")
                .filteredOn(mark -> mark.value().contains("missing"))
                .hasSizeGreaterThan(2);
    }

    @Test
    void olderVersionsThanThePublishedOnesAreCountedAndSaidOnce() {
        tuya.tickets().add("T1", 1_638_356_077_881L);
        tuya.tickets().add("T2", 1_638_356_077_882L);
        CapturedLog log = closing(CapturedLog.of(Publication.class.getName()));
        startReady();
        awaitNextSweep();
        assertThat(stream.metric("tickets_older_total")).isZero();

        tuya.tickets().replace(SimulatedTicket.of("{\"ticket_no\":\"T1\",\"update_time\":1638356078}"));
        tuya.tickets().replace(SimulatedTicket.of("{\"ticket_no\":\"T2\",\"update_time\":1638356078}"));
        await().until(() -> stream.metric("tickets_older_total") >= 4);

        assertThat(tickets().recordsToEnd()).hasSize(2);
        assertThat(log.events().stream()
                        .map(event -> event.getMessage().getFormattedMessage())
                        .filter(line -> line.contains("older")))
                .singleElement()
                .asString()
                .contains("@1638356078");
    }

    /** Pages of 50, one after the other. */
    private StreamInJvm walkingSlowly() {
        return stream().with("tuya.concurrent-requests", "1").with("tickets.page-size", "50");
    }

    private static String lastValue(Subscriber topic, String key) {
        List<ConsumerRecord<String, String>> records = records(topic, key);
        return records.get(records.size() - 1).value();
    }
}
