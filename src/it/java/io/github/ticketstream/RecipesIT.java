package io.github.ticketstream;

import static io.github.ticketstream.kit.Subscriber.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.Subscriber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the pages advise subscribers and operators to do; its commands are run as they stand there. */
@Tag("proof")
class RecipesIT extends RunbookIT {
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

    @BeforeEach
    void twoTickets() {
        tuya.tickets().add(NUMBER, 1_000);
        tuya.tickets().add("T2", 2_000);
    }

    @Test
    void oneOrAllTicketsArePublishedAgainWithoutARestart() {
        tuya.tickets().addGarbage("17");
        startReady();
        assertThat(tickets().versions()).hasSize(2);

        run("Publish one ticket again");
        awaitNextSweep();
        assertThat(tickets().versions()).hasSize(3).endsWith(NUMBER + "@1000");

        run("Publish all tickets again");
        awaitNextSweep();
        assertThat(tickets().versions().subList(3, 5)).containsExactlyInAnyOrder(NUMBER + "@1000", "T2@2000");

        assertThat(tickets().records())
                .as("the stream has forgotten that it knew them, but not that it is no new one")
                .extracting(record -> header(record, "ce_type"))
                .containsOnly("io.github.ticketstream.ticket.discovered.v1");
        assertThat(tickets().records().subList(2, 5)).allMatch(record -> header(record, "ce_backfill") == null);
        assertThat(deadLetters().recordsToEnd()).as("not told again").hasSize(1);
        assertThat(run("Read the ticket topic").lines())
                .hasSize(5)
                .anyMatch(line -> line.startsWith(NUMBER + " {\"ticket_no\":\"" + NUMBER + "\""));
    }

    @Test
    void whateverATicketsNumberHoldsItIsPublishedAgain() throws IOException {
        addHostileNumbers();
        startReady();
        assertThat(tickets().versions()).hasSize(HOSTILE.size() + 2);

        run("Publish all tickets again");
        awaitNextSweep();
        for (String number : HOSTILE) {
            execute(command("Publish one ticket again").replace("'" + NUMBER + "'", "'" + number.replace("'", "'\\''") + "'"));
        }
        awaitNextSweep();

        assertThat(tickets().recordsToEnd())
                .extracting(ConsumerRecord::key)
                .containsExactlyInAnyOrderElementsOf(Stream.of(HOSTILE, HOSTILE, HOSTILE, List.of(NUMBER, "T2", NUMBER, "T2"))
                        .flatMap(List::stream)
                        .toList());
        assertThat(stream.metric("tickets_tracked")).isEqualTo(HOSTILE.size() + 2);
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
        startReady();
        long newer = tuya.tickets().update("T2").updateTime();

        restart("tickets.topic", name + ".v2");
        assertThat(subscriber(name + ".v2").versions()).as("what changed since").containsExactly("T2@" + newer);

        restart("tickets.topic", name + ".v3", "tickets.state-topic", name + ".state.v3");
        Subscriber filled = subscriber(name + ".v3");
        assertThat(filled.versions()).containsExactlyInAnyOrder(NUMBER + "@1000", "T2@" + newer);
        assertThat(filled.records()).allMatch(record -> header(record, "ce_backfill") == null);
    }

    @Test
    void anotherAddressOfTheSameTicketsPublishesNothingAgainAndCanKeepTheSource() {
        startReady();
        stop();
        long newer = tuya.tickets().update("T2").updateTime();
        String otherAddress = "http://localhost:" + tuya.baseUrl().getPort();
        startReady("tuya.base-url", otherAddress, "tickets.event-source", "//tuya/127.0.0.1/ticket/feedbacks");
        assertThat(tickets().versions()).containsExactlyInAnyOrder(NUMBER + "@1000", "T2@2000", "T2@" + newer);
        assertThat(tickets().records())
                .extracting(record -> header(record, "ce_source"))
                .containsOnly("//tuya/127.0.0.1/ticket/feedbacks");
        stop();
        long newest = tuya.tickets().update("T2").updateTime();
        startReady("tuya.base-url", otherAddress);
        assertThat(tickets().records())
                .filteredOn(record -> header(record, "ce_source").equals("//tuya/localhost/ticket/feedbacks"))
                .extracting(record -> header(record, "ce_id"))
                .containsExactly("T2@" + newest);
    }

    @Test
    void marksThatWereLostAreRebuiltFromTheTicketTopic() throws Exception {
        addHostileNumbers();
        tuya.tickets().add("erased", 1_000);
        startReady("tickets.disappeared", "erase");
        tuya.tickets().remove("erased");
        await().until(() -> stream.metric("tickets_tracked") == HOSTILE.size() + 2);
        delete(stream.stateTopic());
        awaitHealth("was deleted and recreated");

        run("Rebuild the marks");
        awaitReady();
        long newer = tuya.tickets().update("T2").updateTime();
        awaitNextSweep();

        assertThat(stream.metric("tickets_tracked")).isEqualTo(HOSTILE.size() + 2);
        assertThat(tickets().recordsToEnd()).hasSize(HOSTILE.size() + 5);
        assertThat(tickets().versions())
                .contains(NUMBER + "@1000", "T2@2000", "T2@" + newer)
                .containsAll(HOSTILE.stream().map(number -> number + "@3000").toList());
    }

    @Test
    void onePersonsTicketsAreErasedByHand() {
        for (int ticket = 0; ticket < 12; ticket++) {
            tuya.tickets()
                    .addJson("{\"ticket_no\":\"P|%d\\n\",\n\"update_time\":1000,\n\"user_account\":\"%s@example.com\"}"
                            .formatted(ticket, ticket % 2 == 0 ? "ann" : "bob"));
        }
        tuya.tickets().addGarbage("\"ann@example.com\"");
        startReady();
        List<String> anns = Stream.of(0, 10, 2, 4, 6, 8).map(ticket -> "P|" + ticket + '\n').toList();
        anns.forEach(tuya.tickets()::remove);

        run("Find the tickets of one person");
        run("Erase these tickets by hand");
        awaitNextSweep();
        awaitNextSweep();

        assertThat(tickets().recordsToEnd()).hasSize(14 + 6);
        assertThat(tickets().records())
                .filteredOn(record -> record.value() == null)
                .extracting(ConsumerRecord::key)
                .containsExactlyInAnyOrderElementsOf(anns);
        for (String number : anns) {
            assertThat(tickets().records())
                    .filteredOn(record -> record.key().equals(number))
                    .as("a tombstone on another partition erases nothing")
                    .hasSize(2)
                    .extracting(ConsumerRecord::partition)
                    .containsOnly(tickets().records().stream()
                            .filter(record -> record.key().equals(number))
                            .findFirst()
                            .orElseThrow()
                            .partition());
        }
        assertThat(stream.metric("tickets_tracked")).isEqualTo(8);
        assertThat(stream.metric("tickets_missing")).isZero();
    }

    @Test
    void ticketsThatWereGoneBeforeAnUpgradeAreErasedByHand() throws Exception {
        startReady();
        // As an upgrade leaves them: published, and nobody knows under which filters they were seen.
        write(stream.stateTopic(), "G|1", "500:outside");
        write(stream.stateTopic(), "G2", "400:outside");
        write(stream.stateTopic(), "G2", "500:gone.1.1");
        write(stream.stateTopic(), NUMBER, "1000:outside");
        write(stream.stateTopic(), "two\nlines", "500:outside");
        awaitNextSweep();

        assertThat(run("Find the tickets that were gone before")).isEmpty();
        // A line break within a number is the byte 254.
        assertThat(Files.readAllLines(directory.resolve("numbers"), StandardCharsets.ISO_8859_1))
                .as("one that is in the list is outside no more")
                .containsExactly("G|1", "two\u00felines");
    }
}
