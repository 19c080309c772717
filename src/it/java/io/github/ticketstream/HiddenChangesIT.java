package io.github.ticketstream;

import static io.github.ticketstream.kit.Subscriber.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.simulator.SimulatedTicket;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

/** Silent changes, and tickets that disappear. */
final class HiddenChangesIT extends StreamIT {
    @Test
    void aSilentChangeIsCountedAndTheFieldsThatMovedAreNamedOnce() {
        tuya.tickets().addGenerated(100, 1);
        String number = tuya.tickets().snapshot().get(50).ticketNo();
        CapturedLog log = closing(CapturedLog.of(SilentChanges.class.getName()));
        startReady();
        awaitNextSweep();
        assertThat(stream.metric("tickets_silent_changes_total")).isZero();

        tuya.tickets().changeSilently(number);
        await().until(() -> stream.metric("tickets_silent_changes_total") == 1);
        tuya.tickets().changeSilently(number);
        await().until(() -> stream.metric("tickets_silent_changes_total") == 2);
        awaitNextSweep();

        assertThat(stream.metric("tickets_silent_changes_total")).isEqualTo(2);
        List<String> warnings = log.events().stream()
                .filter(event -> event.getLevel().equals(Level.WARN))
                .map(event -> event.getMessage().getFormattedMessage())
                .toList();
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains(number + "@", " in new_reply;", "counted and not published");
        assertThat(tickets().recordsToEnd()).hasSize(100);
    }

    @Test
    void aSilentChangeIsPublishedOncePerContentAcrossARestart() {
        tuya.tickets().addGenerated(30, 1);
        String number = tuya.tickets().snapshot().get(20).ticketNo();
        SimulatedTicket first = tuya.tickets().get(number);
        startReady(publishing());
        tuya.tickets().changeSilently(number);
        await().until(() -> records(tickets(), number).size() == 2);
        awaitNextSweep();
        stop();
        tuya.tickets().changeSilently(number);
        start(publishing());
        await().until(() -> records(tickets(), number).size() == 3);
        tuya.tickets().replace(first);
        await().until(() -> records(tickets(), number).size() == 4);
        awaitNextSweep();

        assertThat(stream.metric("tickets_silent_changes_total")).isEqualTo(2);
        assertThat(stream.metric("tickets_publish_lag_seconds_count"))
                .as("nobody knows when a silent change came")
                .isZero();
        List<ConsumerRecord<String, String>> records = records(tickets(), number);
        String id = number + "@" + first.updateTime();
        assertThat(records).hasSize(4);
        assertThat(header(records.get(0), "ce_id")).isEqualTo(id);
        assertThat(header(records.get(0), "ce_silent")).isNull();
        assertThat(records.subList(1, 4)).allSatisfy(record -> {
            assertThat(header(record, "ce_id")).matches(id + "\\.[0-9a-f]{8}");
            assertThat(header(record, "ce_silent")).isEqualTo("true");
            assertThat(header(record, "ce_type")).endsWith(".updated.v1");
        });
        assertThat(records.stream().map(record -> header(record, "ce_id")).distinct())
                .hasSize(4);
        assertThat(tickets().records()).hasSize(33);
    }

    @Test
    void otherSpellingsIgnoredAndDroppedFieldsAreNoSilentChange() {
        tuya.tickets().addJson(ticket("\"a\":2.50,\"b\":{\"x\":1,\"y\":[1e2]},\"secret\":1,\"noise\":1"));
        startReady(publishing()
                        .with("tickets.ignore-fields", "noise")
                        .with("tickets.drop-fields", "secret"));
        tuya.tickets()
                .replace(SimulatedTicket.of(
                        ticket("\"noise\":2, \"secret\":2,\"b\" : {\"y\":[100],\"x\":1.0},\"a\":25e-1")));
        awaitNextSweep();
        assertThat(tickets().recordsToEnd()).hasSize(1);

        tuya.tickets().replace(SimulatedTicket.of(ticket("\"a\":2.5,\"b\":{\"x\":1,\"y\":[101]}")));
        await().until(() -> tickets().records().size() == 2);
    }

    @Test
    void marksWithoutAHashLearnItWithoutPublishing() {
        tuya.tickets().addGenerated(30, 1);
        String number = tuya.tickets().snapshot().get(7).ticketNo();
        startReady();
        stop();
        tuya.tickets().changeSilently(number);
        startReady(publishing());
        assertThat(tickets().recordsToEnd()).hasSize(30);

        tuya.tickets().changeSilently(number);
        await().until(() -> tickets().records().size() == 31);

        // Other fields are content now: hashes that were made without them say nothing.
        stop();
        startReady(publishing().with("tickets.ignore-fields", "app_name"));
        awaitNextSweep();
        assertThat(tickets().recordsToEnd()).hasSize(31);
    }

    @Test
    void disappearedTicketsAreCountedAndNotTold() {
        tuya.tickets().addGenerated(30, 1);
        List<String> gone = numbers(3);
        startReady();
        gone.forEach(tuya.tickets()::remove);

        await().until(() -> stream.metric("tickets_disappeared_total") == 3);
        awaitNextSweep();
        assertThat(stream.metric("tickets_disappeared_total")).isEqualTo(3);
        assertThat(stream.metric("tickets_missing")).isEqualTo(3);
        assertThat(tickets().recordsToEnd()).hasSize(30);

        restart();
        awaitNextSweep();
        assertThat(stream.metric("tickets_disappeared_total")).isZero();
        assertThat(stream.metric("tickets_missing")).isEqualTo(3);

        // Told when the operator asks for it, with the two complete sweeps long past.
        stop();
        start("tickets.disappeared", "publish");
        await().until(() -> stream.metric("tickets_disappeared_total") == 3);
        assertThat(disappeared()).containsExactlyInAnyOrderElementsOf(gone);
    }

    @Test
    void aTicketThatDisappearsIsToldOnceAndDiscoveredAgainWhenItComesBack() throws Exception {
        tuya.tickets().addGenerated(30, 1);
        String number = numbers(1).get(0);
        SimulatedTicket ticket = tuya.tickets().get(number);
        startReady("tickets.disappeared", "publish", "tickets.poll-period", "1h");
        tuya.tickets().remove(number);
        restart("tickets.disappeared", "publish", "tickets.poll-period", "1h");
        assertThat(stream.metric("tickets_missing")).isEqualTo(1);
        stop();
        start("tickets.disappeared", "publish");
        await().until(() -> records(tickets(), number).size() == 2);
        awaitNextSweep();
        assertThat(records(tickets(), number)).hasSize(2);
        assertThat(stream.metric("tickets_missing")).isZero();
        assertThat(stream.metric("tickets_tracked")).isEqualTo(29);
        tuya.tickets().add(ticket);
        await().until(() -> records(tickets(), number).size() == 3);

        ConsumerRecord<String, String> gone = records(tickets(), number).get(1);
        JsonNode value = new ObjectMapper().readTree(gone.value());
        assertThat(value.size()).isEqualTo(3);
        assertThat(value.path("ticket_no").asText()).isEqualTo(number);
        assertThat(value.path("last_update_time").asLong()).isEqualTo(ticket.updateTime());
        assertThat(value.path("last_seen_at").asLong()).isBetween(gone.timestamp() - 60_000, gone.timestamp());
        assertThat(header(gone, "ce_type")).isEqualTo("io.github.ticketstream.ticket.disappeared.v1");
        assertThat(header(gone, "ce_id")).matches(number + "@gone\\.\\d{13}");
        assertThat(header(records(tickets(), number).get(2), "ce_type")).endsWith("discovered.v1");
    }

    @Test
    void aTicketThatIsErasedLeavesATombstoneAndNoMark() {
        tuya.tickets().addGenerated(30, 1);
        String number = numbers(1).get(0);
        startReady("tickets.disappeared", "erase");
        tuya.tickets().remove(number);

        await().until(() -> records(tickets(), number).size() == 2);
        ConsumerRecord<String, String> tombstone = records(tickets(), number).get(1);
        assertThat(tombstone.value()).isNull();
        assertThat(header(tombstone, "ce_type")).endsWith("ticket.disappeared.v1");
        assertThat(header(tombstone, "ce_id")).startsWith(number + "@gone.");
        List<ConsumerRecord<String, String>> marks = records(state(), number);
        assertThat(marks.get(marks.size() - 1).value()).isNull();
    }

    @Test
    void tooManyAtOnceAreHeldBackAndHealthSaysWhyAndUntilWhen() {
        tuya.tickets().addGenerated(100, 1);
        startReady("tickets.disappeared", "erase");
        tuya.quirks().hide(ticket -> true);

        await().until(() -> stream.metric("tickets_missing") == 100);
        awaitHealth("100 of 100 tickets are missing");
        awaitNextSweep();
        awaitReady();
        assertThat(stream.metric("tickets_disappeared_total")).isZero();

        tuya.quirks().reset();
        await().until(() -> stream.metric("tickets_missing") == 0);
        assertThat(readiness()).doesNotContain("missing");
        assertThat(tickets().recordsToEnd()).hasSize(100);
    }

    @Test
    void aChangeOfFiltersMakesNothingDisappear() {
        tuya.tickets().addGenerated(40, 1);
        startReady("tickets.disappeared", "publish");
        String kept = tuya.tickets().snapshot().stream()
                .filter(ticket -> ticket.stateCode().equals("Finished"))
                .findFirst()
                .orElseThrow()
                .ticketNo();
        for (int start = 0; start < 2; start++) {
            restart("tickets.disappeared", "publish", "tickets.states", "Finished");
            awaitNextSweep();
            assertThat(stream.metric("tickets_missing")).isZero();
            assertThat(disappeared()).isEmpty();
        }

        restart("tickets.disappeared", "publish", "tickets.states", "Finished");
        tuya.tickets().remove(kept);
        await().until(() -> disappeared().equals(List.of(kept)));
    }

    private StreamInJvm publishing() {
        return stream().with("tickets.silent-changes", "publish");
    }

    private List<String> numbers(int count) {
        return tuya.tickets().snapshot().stream()
                .limit(count)
                .map(SimulatedTicket::ticketNo)
                .toList();
    }

    private static String ticket(String fields) {
        return "{\"ticket_no\":\"T1\",\"update_time\":1700000000000," + fields + "}";
    }
}
