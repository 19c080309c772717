package io.github.ticketstream;

import static io.github.ticketstream.kit.Subscriber.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.Pages;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.kit.Tool;
import io.github.ticketstream.kit.Tool.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages advise subscribers and operators to do; its commands are run as they stand there. */
@Tag("proof")
class RecipesIT extends StreamIT {
    /** The number in the page's example. */
    private static final String NUMBER = "FBAY20240626000001";
    /** All of them are usable: strings that are not blank. */
    private static final List<String> HOSTILE = List.of(
            "a|b",
            "|",
            "  blanks\taround ",
            "two\nlines\r\n",
            "\nT2",
            "\"quoted\" it's",
            "back\\slash \\n \\xff \\1",
            "100%k %s",
            "$(id) `id` * #",
            "工单 1",
            "\u00fe\u00ff",
            "a:b,ce_id=T2@1",
            "T2@2000",
            "dead-letter/1",
            "-1 ",
            ".*",
            "&");

    @TempDir
    private Path directory;

    @BeforeEach
    void twoTickets() {
        tuya.tickets().add(NUMBER, 1_000);
        tuya.tickets().add("T2", 2_000);
    }

    @Test
    void oneOrAllTicketsArePublishedAgainWithoutARestart() {
        tuya.tickets().addGarbage("17");
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream);
                Subscriber deadLetters = new Subscriber(kafka(), stream.deadLetterTopic())) {
            awaitReady(stream);
            assertThat(subscriber.versions()).hasSize(2);

            run("Publish one ticket again", stream);
            awaitNextSweep(stream);
            assertThat(subscriber.versions()).hasSize(3).endsWith(NUMBER + "@1000");

            run("Publish all tickets again", stream);
            awaitNextSweep(stream);
            assertThat(subscriber.versions().subList(3, 5)).containsExactlyInAnyOrder(NUMBER + "@1000", "T2@2000");

            assertThat(subscriber.records())
                    .as("the stream has forgotten that it knew them, but not that it is no new one")
                    .extracting(record -> header(record, "ce_type"))
                    .containsOnly("io.github.ticketstream.ticket.discovered.v1");
            assertThat(subscriber.records().subList(2, 5)).allMatch(record -> header(record, "ce_backfill") == null);
            assertThat(deadLetters.recordsToEnd()).as("not told again").hasSize(1);
            assertThat(run("Read the ticket topic", stream).lines())
                    .hasSize(5)
                    .anyMatch(line -> line.startsWith(NUMBER + " {\"ticket_no\":\"" + NUMBER + "\""));
        }
    }

    @Test
    void whateverATicketsNumberHoldsItIsPublishedAgain() throws IOException {
        addHostileNumbers();
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            assertThat(subscriber.versions()).hasSize(HOSTILE.size() + 2);

            run("Publish all tickets again", stream);
            awaitNextSweep(stream);
            for (String number : HOSTILE) {
                run("Publish one ticket again", stream, number);
            }
            awaitNextSweep(stream);

            assertThat(subscriber.recordsToEnd())
                    .extracting(ConsumerRecord::key)
                    .containsExactlyInAnyOrderElementsOf(Stream.of(HOSTILE, HOSTILE, HOSTILE, List.of(NUMBER, "T2", NUMBER, "T2"))
                            .flatMap(List::stream)
                            .toList());
            assertThat(stream.metric("tickets_tracked")).isEqualTo(HOSTILE.size() + 2);
        }
    }

    private void addHostileNumbers() throws IOException {
        for (String number : HOSTILE) {
            tuya.tickets()
                    .addJson("{\n\"ticket_no\":" + new ObjectMapper().writeValueAsString(number)
                            + ",\n\"update_time\":3000}");
        }
    }

    @Test
    void aNewTopicIsFilledOnlyWithANewStateTopic() {
        try (StreamInJvm stream = stream().start()) {
            awaitReady(stream);
        }
        long newer = tuya.tickets().update("T2").updateTime();
        try (StreamInJvm stream = stream().with("tickets.topic", name + ".v2").start();
                Subscriber subscriber = new Subscriber(kafka(), name + ".v2")) {
            awaitReady(stream);
            assertThat(subscriber.versions()).as("what changed since").containsExactly("T2@" + newer);
        }
        try (StreamInJvm stream = stream()
                        .with("tickets.topic", name + ".v3")
                        .with("tickets.state-topic", name + ".state.v3")
                        .start();
                Subscriber subscriber = new Subscriber(kafka(), name + ".v3")) {
            awaitReady(stream);
            assertThat(subscriber.versions()).containsExactlyInAnyOrder(NUMBER + "@1000", "T2@" + newer);
            assertThat(subscriber.records()).allMatch(record -> header(record, "ce_backfill") == null);
        }
    }

    @Test
    void anotherAddressOfTheSameTicketsPublishesNothingAgainAndCanKeepTheSource() {
        try (StreamInJvm stream = stream().start()) {
            awaitReady(stream);
        }
        long newer = tuya.tickets().update("T2").updateTime();
        String otherAddress = "http://localhost:" + tuya.baseUrl().getPort();
        try (StreamInJvm stream = stream()
                        .with("tuya.base-url", otherAddress)
                        .with("tickets.event-source", "//tuya/127.0.0.1/ticket/feedbacks")
                        .start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            assertThat(subscriber.versions()).containsExactlyInAnyOrder(NUMBER + "@1000", "T2@2000", "T2@" + newer);
            assertThat(subscriber.records())
                    .extracting(record -> header(record, "ce_source"))
                    .containsOnly("//tuya/127.0.0.1/ticket/feedbacks");
        }
        long newest = tuya.tickets().update("T2").updateTime();
        try (StreamInJvm stream = stream().with("tuya.base-url", otherAddress).start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            assertThat(subscriber.records())
                    .filteredOn(record -> header(record, "ce_source").equals("//tuya/localhost/ticket/feedbacks"))
                    .extracting(record -> header(record, "ce_id"))
                    .containsExactly("T2@" + newest);
        }
    }

    @Test
    void marksThatWereLostAreRebuiltFromTheTicketTopic() throws Exception {
        addHostileNumbers();
        tuya.tickets().add("erased", 1_000);
        try (StreamInJvm stream = stream().with("tickets.disappeared", "erase").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            tuya.tickets().remove("erased");
            await().until(() -> stream.metric("tickets_tracked") == HOSTILE.size() + 2);
            try (var admin = kafka().admin()) {
                admin.deleteTopics(List.of(stream.stateTopic())).all().get();
            }
            await().until(() -> stream.health("/ready").toString().contains("was deleted and recreated"));

            run("Rebuild the marks", stream);
            awaitReady(stream);
            long newer = tuya.tickets().update("T2").updateTime();
            awaitNextSweep(stream);

            assertThat(stream.metric("tickets_tracked")).isEqualTo(HOSTILE.size() + 2);
            assertThat(subscriber.recordsToEnd()).hasSize(HOSTILE.size() + 5);
            assertThat(subscriber.versions())
                    .contains(NUMBER + "@1000", "T2@2000", "T2@" + newer)
                    .containsAll(HOSTILE.stream().map(number -> number + "@3000").toList());
        }
    }

    @Test
    void aStreamWhoseMarksWereLostBeginsAnewWhenItIsTold() throws Exception {
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            try (var admin = kafka().admin()) {
                admin.deleteTopics(List.of(stream.stateTopic())).all().get();
            }
            await().until(() -> stream.health("/ready").toString().contains("was deleted and recreated"));

            run("Or begin anew", stream);

            await().untilAsserted(() -> assertThat(subscriber.versions()).hasSize(4));
            awaitReady(stream);
        }
    }

    @Test
    void onePersonsTicketsAreErasedByHand() {
        for (int ticket = 0; ticket < 12; ticket++) {
            tuya.tickets()
                    .addJson("{\"ticket_no\":\"P|%d\\n\",\n\"update_time\":1000,\n\"user_account\":\"%s@example.com\"}"
                            .formatted(ticket, ticket % 2 == 0 ? "ann" : "bob"));
        }
        tuya.tickets().addGarbage("\"ann@example.com\"");
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            List<String> anns = Stream.of(0, 10, 2, 4, 6, 8).map(ticket -> "P|" + ticket + '\n').toList();
            anns.forEach(tuya.tickets()::remove);

            run("Find the tickets of one person", stream);
            run("Erase these tickets by hand", stream);
            awaitNextSweep(stream);
            awaitNextSweep(stream);

            assertThat(subscriber.recordsToEnd()).hasSize(14 + 6);
            assertThat(subscriber.records())
                    .filteredOn(record -> record.value() == null)
                    .extracting(ConsumerRecord::key)
                    .containsExactlyInAnyOrderElementsOf(anns);
            for (String number : anns) {
                assertThat(subscriber.records())
                        .filteredOn(record -> record.key().equals(number))
                        .as("a tombstone on another partition erases nothing")
                        .hasSize(2)
                        .extracting(ConsumerRecord::partition)
                        .containsOnly(subscriber.records().stream()
                                .filter(record -> record.key().equals(number))
                                .findFirst()
                                .orElseThrow()
                                .partition());
            }
            assertThat(stream.metric("tickets_tracked")).isEqualTo(8);
            assertThat(stream.metric("tickets_missing")).isZero();
        }
    }

    @Test
    void ticketsThatWereGoneBeforeAnUpgradeAreErasedByHand() throws Exception {
        try (StreamInJvm stream = stream().start()) {
            awaitReady(stream);
            // As an upgrade leaves them: published, and nobody knows under which filters they were seen.
            write(stream.stateTopic(), "G|1", "500:outside");
            write(stream.stateTopic(), "G2", "400:outside");
            write(stream.stateTopic(), "G2", "500:gone.1.1");
            write(stream.stateTopic(), NUMBER, "1000:outside");
            write(stream.stateTopic(), "two\nlines", "500:outside");
            awaitNextSweep(stream);

            assertThat(run("Find the tickets that were gone before", stream)).isEmpty();
            // A line break within a number is the byte 254.
            assertThat(Files.readAllLines(directory.resolve("numbers"), StandardCharsets.ISO_8859_1))
                    .as("one that is in the list is outside no more")
                    .containsExactly("G|1", "two\u00felines");
        }
    }

    /** Runs the page's command against this broker and these topics. */
    private String run(String recipe, StreamInJvm stream) {
        return run(recipe, stream, NUMBER);
    }

    /** The same about another ticket than the page's. */
    private String run(String recipe, StreamInJvm stream, String number) {
        Tool.require("kcat", "apt-get install kcat");
        String command = Pages.commandAfter(recipe)
                .replace("'" + NUMBER + "'", "'" + number.replace("'", "'\\''") + "'")
                .replace("localhost:9092", kafka().bootstrapServers())
                .replace("tuya.tickets.state", stream.stateTopic())
                .replace("tuya.tickets.sweeps", stream.sweepTopic())
                .replace("'tuya-ticket-stream'", "'" + name + "'")
                .replace("tuya.tickets", stream.ticketTopic());
        Result result = Tool.require("bash", "apt-get install bash")
                .run(directory, Duration.ofSeconds(30), Map.of(), "-ec", "set -o pipefail; " + command);
        assertThat(result.exitCode()).as(command + "\n" + result.output()).isZero();
        return result.output();
    }
}
