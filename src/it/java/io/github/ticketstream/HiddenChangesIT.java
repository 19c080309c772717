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

    private StreamInJvm publishing() {
        return stream().with("tickets.silent-changes", "publish");
    }

    private List<String> numbers(int count) {
        return tuya.tickets().snapshot().stream()
                .limit(count)
                .map(SimulatedTicket::ticketNo)
                .toList();
    }
}
