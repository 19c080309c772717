package io.github.ticketstream;

import static io.github.ticketstream.kit.Subscriber.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.simulator.SimulatedTicket;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

/** What no update time tells: content that changes silently, and tickets that leave the list. */
final class HiddenChangesIT extends StreamIT {
    @Test
    void aSilentChangeIsCountedAndTheFieldsThatMovedAreNamedOnce() {
        tuya.tickets().addGenerated(100, 1);
        String number = tuya.tickets().snapshot().get(50).ticketNo();
        try (CapturedLog log = CapturedLog.of(SilentChanges.class.getName());
                StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            awaitNextSweep(stream);
            assertThat(stream.metric("tickets_silent_changes_total")).isZero();

            tuya.tickets().changeSilently(number);
            await().until(() -> stream.metric("tickets_silent_changes_total") == 1);
            tuya.tickets().changeSilently(number);
            await().until(() -> stream.metric("tickets_silent_changes_total") == 2);
            awaitNextSweep(stream);

            assertThat(stream.metric("tickets_silent_changes_total")).isEqualTo(2);
            List<String> warnings = log.events().stream()
                    .filter(event -> event.getLevel().equals(Level.WARN))
                    .map(event -> event.getMessage().getFormattedMessage())
                    .toList();
            assertThat(warnings).hasSize(1);
            assertThat(warnings.get(0)).contains(number + "@", " in new_reply;", "counted and not published");
            assertThat(subscriber.recordsToEnd()).hasSize(100);
        }
    }

    @Test
    void aSilentChangeIsPublishedOncePerContentAcrossARestart() {
        tuya.tickets().addGenerated(30, 1);
        String number = tuya.tickets().snapshot().get(20).ticketNo();
        SimulatedTicket first = tuya.tickets().get(number);
        try (Subscriber subscriber = new Subscriber(kafka(), name + ".tickets")) {
            try (StreamInJvm stream = publishing().start()) {
                awaitReady(stream);
                tuya.tickets().changeSilently(number);
                await().until(() -> records(subscriber, number).size() == 2);
                awaitNextSweep(stream);
            }
            tuya.tickets().changeSilently(number);
            try (StreamInJvm stream = publishing().start()) {
                await().until(() -> records(subscriber, number).size() == 3);
                tuya.tickets().replace(first);
                await().until(() -> records(subscriber, number).size() == 4);
                awaitNextSweep(stream);

                assertThat(stream.metric("tickets_silent_changes_total")).isEqualTo(2);
                assertThat(stream.metric("tickets_publish_lag_seconds_count"))
                        .as("nobody knows when a silent change came")
                        .isZero();
            }
            List<ConsumerRecord<String, String>> records = records(subscriber, number);
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
            assertThat(subscriber.records()).hasSize(33);
        }
    }

    @Test
    void otherSpellingsIgnoredAndDroppedFieldsAreNoSilentChange() {
        tuya.tickets().addJson(ticket("\"a\":2.50,\"b\":{\"x\":1,\"y\":[1e2]},\"secret\":1,\"noise\":1"));
        try (StreamInJvm stream = publishing()
                        .with("tickets.ignore-fields", "noise")
                        .with("tickets.drop-fields", "secret")
                        .start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            tuya.tickets()
                    .replace(SimulatedTicket.of(
                            ticket("\"noise\":2, \"secret\":2,\"b\" : {\"y\":[100],\"x\":1.0},\"a\":25e-1")));
            awaitNextSweep(stream);
            assertThat(subscriber.recordsToEnd()).hasSize(1);

            tuya.tickets().replace(SimulatedTicket.of(ticket("\"a\":2.5,\"b\":{\"x\":1,\"y\":[101]}")));
            await().until(() -> subscriber.records().size() == 2);
        }
    }

    @Test
    void marksWithoutAHashLearnItWithoutPublishing() {
        tuya.tickets().addGenerated(30, 1);
        String number = tuya.tickets().snapshot().get(7).ticketNo();
        try (StreamInJvm stream = stream().start()) {
            awaitReady(stream);
        }
        tuya.tickets().changeSilently(number);
        try (StreamInJvm stream = publishing().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            assertThat(subscriber.recordsToEnd()).hasSize(30);

            tuya.tickets().changeSilently(number);
            await().until(() -> subscriber.records().size() == 31);
        }
        // Other fields are content now: hashes that were made without them say nothing.
        try (StreamInJvm stream =
                        publishing().with("tickets.ignore-fields", "app_name").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            awaitNextSweep(stream);
            assertThat(subscriber.recordsToEnd()).hasSize(31);
        }
    }

    @Test
    void disappearedTicketsAreCountedAndNotTold() {
        tuya.tickets().addGenerated(30, 1);
        List<String> gone = numbers(3);
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            gone.forEach(tuya.tickets()::remove);

            await().until(() -> stream.metric("tickets_disappeared_total") == 3);
            awaitNextSweep(stream);
            assertThat(stream.metric("tickets_disappeared_total")).isEqualTo(3);
            assertThat(stream.metric("tickets_missing")).isEqualTo(3);
            assertThat(subscriber.recordsToEnd()).hasSize(30);
        }
        try (StreamInJvm stream = stream().start()) {
            awaitReady(stream);
            awaitNextSweep(stream);
            assertThat(stream.metric("tickets_disappeared_total")).isZero();
            assertThat(stream.metric("tickets_missing")).isEqualTo(3);
        }
        // Told when the operator asks for it, with the two complete sweeps long past.
        try (StreamInJvm stream = stream().with("tickets.disappeared", "publish").start();
                Subscriber subscriber = subscriber(stream)) {
            await().until(() -> stream.metric("tickets_disappeared_total") == 3);
            assertThat(disappeared(subscriber)).containsExactlyInAnyOrderElementsOf(gone);
        }
    }

    @Test
    void aTicketThatDisappearsIsToldOnceAndDiscoveredAgainWhenItComesBack() throws Exception {
        tuya.tickets().addGenerated(30, 1);
        String number = numbers(1).get(0);
        SimulatedTicket ticket = tuya.tickets().get(number);
        try (Subscriber subscriber = new Subscriber(kafka(), name + ".tickets")) {
            try (StreamInJvm stream =
                    stream().with("tickets.disappeared", "publish").start()) {
                awaitReady(stream);
                tuya.tickets().remove(number);
                await().until(() -> stream.metric("tickets_missing") == 1);
            }
            try (StreamInJvm stream =
                    stream().with("tickets.disappeared", "publish").start()) {
                await().until(() -> records(subscriber, number).size() == 2);
                awaitNextSweep(stream);
                assertThat(records(subscriber, number)).hasSize(2);
                assertThat(stream.metric("tickets_missing")).isZero();
                assertThat(stream.metric("tickets_tracked")).isEqualTo(29);
                tuya.tickets().add(ticket);
                await().until(() -> records(subscriber, number).size() == 3);
            }
            ConsumerRecord<String, String> gone = records(subscriber, number).get(1);
            JsonNode value = new ObjectMapper().readTree(gone.value());
            assertThat(value.size()).isEqualTo(3);
            assertThat(value.path("ticket_no").asText()).isEqualTo(number);
            assertThat(value.path("last_update_time").asLong()).isEqualTo(ticket.updateTime());
            assertThat(value.path("last_seen_at").asLong()).isBetween(gone.timestamp() - 60_000, gone.timestamp());
            assertThat(header(gone, "ce_type")).isEqualTo("io.github.ticketstream.ticket.disappeared.v1");
            assertThat(header(gone, "ce_id")).matches(number + "@gone\\.\\d{13}");
            assertThat(header(records(subscriber, number).get(2), "ce_type")).endsWith("discovered.v1");
        }
    }

    @Test
    void aTicketThatIsErasedLeavesATombstoneAndNoMark() {
        tuya.tickets().addGenerated(30, 1);
        String number = numbers(1).get(0);
        try (StreamInJvm stream = stream().with("tickets.disappeared", "erase").start();
                Subscriber subscriber = subscriber(stream);
                Subscriber state = new Subscriber(kafka(), stream.stateTopic())) {
            awaitReady(stream);
            tuya.tickets().remove(number);

            await().until(() -> records(subscriber, number).size() == 2);
            ConsumerRecord<String, String> tombstone = records(subscriber, number).get(1);
            assertThat(tombstone.value()).isNull();
            assertThat(header(tombstone, "ce_type")).endsWith("ticket.disappeared.v1");
            assertThat(header(tombstone, "ce_id")).startsWith(number + "@gone.");
            List<ConsumerRecord<String, String>> marks = records(state, number);
            assertThat(marks.get(marks.size() - 1).value()).isNull();
        }
    }

    @Test
    void tooManyAtOnceAreHeldBackAndHealthSaysWhyAndUntilWhen() {
        tuya.tickets().addGenerated(100, 1);
        try (StreamInJvm stream = stream().with("tickets.disappeared", "erase").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            tuya.quirks().hide(ticket -> true);

            await().until(() -> stream.metric("tickets_missing") == 100);
            await().until(() -> stream.health("/ready").toString().contains("100 of 100 tickets are missing"));
            awaitNextSweep(stream);
            assertThat(stream.isReady()).isTrue();
            assertThat(stream.metric("tickets_disappeared_total")).isZero();

            tuya.quirks().reset();
            await().until(() -> stream.metric("tickets_missing") == 0);
            assertThat(stream.health("/ready").toString()).doesNotContain("missing");
            assertThat(subscriber.recordsToEnd()).hasSize(100);
        }
    }

    @Test
    void aChangeOfFiltersMakesNothingDisappear() {
        tuya.tickets().addGenerated(40, 1);
        try (StreamInJvm stream = stream().with("tickets.disappeared", "publish").start()) {
            awaitReady(stream);
        }
        String kept = tuya.tickets().snapshot().stream()
                .filter(ticket -> ticket.stateCode().equals("Finished"))
                .findFirst()
                .orElseThrow()
                .ticketNo();
        for (int start = 0; start < 2; start++) {
            try (StreamInJvm stream = stream().with("tickets.disappeared", "publish")
                            .with("tickets.states", "Finished")
                            .start();
                    Subscriber subscriber = subscriber(stream)) {
                awaitReady(stream);
                awaitNextSweep(stream);
                assertThat(stream.metric("tickets_missing")).isZero();
                assertThat(disappeared(subscriber)).isEmpty();
            }
        }
        try (StreamInJvm stream = stream().with("tickets.disappeared", "publish")
                        .with("tickets.states", "Finished")
                        .start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            tuya.tickets().remove(kept);
            await().until(() -> disappeared(subscriber).equals(List.of(kept)));
        }
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

    private static List<ConsumerRecord<String, String>> records(Subscriber subscriber, String number) {
        return subscriber.records().stream()
                .filter(record -> record.key().equals(number))
                .collect(Collectors.toList());
    }

    private static List<String> disappeared(Subscriber subscriber) {
        return subscriber.records().stream()
                .filter(record -> header(record, "ce_type").contains("disappeared"))
                .map(ConsumerRecord::key)
                .toList();
    }
}
