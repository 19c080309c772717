package io.github.ticketstream;
import static java.nio.charset.StandardCharsets.UTF_8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.CommandRun;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.simulator.LivingPopulation;
import io.github.ticketstream.simulator.SimulatedTicket;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command that compares what the stream has written: every difference is found, and none is made up. */
@Tag("proof")
class AuditIT extends StreamIT {
    @Test
    void aHealthyStreamShowsNoDifferenceWhileItPublishes() {
        tuya.tickets().addGenerated(300, 1);
        // A sweep publishes nearly all the time: something is always committed between two readings of the audit.
        startReady("tickets.poll-period", "100ms");
        LivingPopulation living = closing(LivingPopulation.start(tuya.tickets(), Duration.ofMillis(2), 100, 1));
        awaitNextSweep();
        double published = stream.metric("tickets_published_total{type=\"updated\"}");

        for (int audits = 0; audits < 2; audits++) {
            CommandRun audit = report(stream, "audit", "--api");

            assertThat(audit.with("FAIL")).isEmpty();
            assertThat(audit.exitCode()).isZero();
            assertThat(audit.err()).isEmpty();
        }
        assertThat(living.changes()).isPositive();
        assertThat(stream.metric("tickets_published_total{type=\"updated\"}"))
                .isGreaterThan(published);
    }

    @Test
    void plantedDifferencesAreToldAndWhatMayBeSoIsNot() {
        for (int ticket = 1; ticket <= 7; ticket++) {
            tuya.tickets().add("T" + ticket, ticket * 1_000L);
        }
        tuya.tickets()
                .addJson("{\"ticket_no\":\"BIG\",\"update_time\":7,\"description\":\"" + "x".repeat(1_200_000) + "\"}");
        startReady();
        stop();
        tuya.tickets().update("T5");
        mark("GONE", "17");
        mark("SKIPPED", "17:skipped");
        mark("ODD", "yesterday");
        mark("ODD2", "0");
        publish("ODD2", 5);
        mark("T3", "3001");
        mark("T6", "5999");
        publish("T1", 1_000);
        publish("T2", 1_999);
        publish("UNKNOWN", 5);
        write(stream.ticketTopic(), "FOREIGN", "{}");
        // Asked for again, and published again: no difference.
        mark("T7", null);
        publish("T7", 7_000);
        mark("T7", "7000");
        // Asked for again, and not yet published.
        mark("T4", null);

        CommandRun audit = report(stream, "audit", "--api");

        assertThat(audit.exitCode()).isEqualTo(3);
        assertThat(audit.result("tickets older than mark"))
                .contains("FAIL", ": 2: ", "T3@3000 instead of @3001", "GONE without a version instead of @17");
        assertThat(audit.result("tickets newer than mark"))
                .contains("FAIL", ": 2: ", "T6@6000 instead of @5999", "UNKNOWN@5 without a mark");
        assertThat(audit.result("versions twice or out of order"))
                .contains("FAIL", ": 2: ", "T1@1000 at offset", "T2@1999 at offset", "after @2000");
        assertThat(audit.result("unreadable marks")).contains("FAIL", ": 2: ODD at offset", "ODD2 at offset");
        assertThat(audit.result("not published though swept")).contains("FAIL", ": 1: T6@6000 ->");
        assertThat(audit.with("FAIL")).hasSize(5).allMatch(result -> !result.endsWith("-> "));
        assertThat(audit.result("not published yet"))
                .contains("ok")
                .contains(": 2: ")
                .contains("T4@4000")
                .contains("T5@");
        assertThat(audit.result("no longer listed")).contains("ok", ": 1: GONE@17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "publish", "erase"})
    void ticketsThatHaveDisappearedAreNoDifference(String disappeared) {
        tuya.tickets().addGenerated(30, 1);
        tuya.tickets().add("BACK", 1_000);
        tuya.tickets().add("GONE", 1_000);
        startReady("tickets.silent-changes", "publish", "tickets.disappeared", disappeared);
        tuya.tickets().changeSilently("GONE");
        await().until(() -> stream.metric("tickets_silent_changes_total") == 1);
        SimulatedTicket back = tuya.tickets().get("BACK");
        tuya.tickets().remove("BACK");
        tuya.tickets().remove("GONE");
        await().until(() -> stream.metric("tickets_disappeared_total") == 2);
        tuya.tickets().add(back);
        awaitNextSweep();

        CommandRun audit = report(stream, "audit", "--api");

        assertThat(audit.with("FAIL")).isEmpty();
        assertThat(audit.exitCode()).isZero();
        String unlisted = audit.result("no longer listed");
        assertThat(unlisted).contains(disappeared.equals("count") ? ": 1: GONE@1000" : ": none");
    }

    /** Versions have their times from Tuya's clock, and so has what they are compared with. */
    @ParameterizedTest
    @ValueSource(ints = {-30, 0, 30})
    void aClockThatIsAMonthOffNeitherMakesADifferenceNorHidesOne(int days) {
        Duration ahead = Duration.ofDays(days);
        tuya.quirks().clockSkew(ahead);
        long now = Instant.now().plus(ahead).toEpochMilli();
        tuya.tickets().add("LOST", now - Duration.ofHours(1).toMillis());
        tuya.tickets().add("T2", now - Duration.ofHours(2).toMillis());
        startReady();
        stop();
        CommandRun well = report(stream, "audit", "--api");
        tuya.tickets().add("LATER", now);
        write(stream.stateTopic(), "LOST", Long.toString(now - Duration.ofDays(1).toMillis()));

        CommandRun audit = report(stream, "audit", "--api");

        assertThat(well.with("FAIL")).isEmpty();
        assertThat(audit.result("not published though swept")).contains("FAIL", ": 1: LOST@");
        assertThat(audit.result("not published yet")).contains("ok", ": 1: LATER@" + now);
        assertThat(audit.result("marks in the future")).startsWith("ok");
    }

    @Test
    void contentsAreComparedWhereTheyArePartOfAVersion() {
        tuya.tickets().addJson("{\"ticket_no\":\"T1\",\"update_time\":1000,\"a\":2.50,\"user\":\"me\",\"noise\":1,\"secret\":1}");
        tuya.tickets().addJson("{\"ticket_no\":\"T2\",\"update_time\":1000,\"a\":1,\"user\":\"me\"}");
        startReady("tickets.silent-changes", "publish", "tickets.mask-fields", "user", "tickets.mask-key", "a-key", "tickets.drop-fields", "secret", "tickets.ignore-fields", "noise");
        stop();
        tuya.tickets().replace(SimulatedTicket.of("{\"ticket_no\":\"T1\",\"noise\":2,\"a\":25e-1,\"update_time\":1000,\"user\":\"me\"}"));
        CommandRun same = report(stream, "audit", "--api");
        tuya.tickets().replace(SimulatedTicket.of("{\"ticket_no\":\"T1\",\"update_time\":1000,\"a\":2.5,\"user\":\"you\"}"));
        TicketSettings settings = TicketSettings.from(stream.settings());
        write(stream.stateTopic(), "T2", "1000:" + new Mark.Content(1, settings.content().fingerprint()));
        CommandRun other = report(stream, "audit", "--api");

        assertThat(same.with("FAIL")).isEmpty();
        assertThat(same.result("not published yet")).contains(": none");
        assertThat(other.result("not published yet"))
                .contains("T1@1000 with another content")
                .contains("T2@1000 with another content");
        assertThat(other.with("FAIL")).isEmpty();
    }

    @Test
    void topicsThatAreNotThereAreNamed() {
        CommandRun audit = CommandRun.of(stream()::settings, "audit");

        assertThat(audit.exitCode()).isEqualTo(3);
        assertThat(audit.out()).startsWith("FAIL  topics  the stream's topics are not all there ; what to do: ");
    }

    private void mark(String ticketNo, String value) {
        write(stream.stateTopic(), ticketNo, value);
    }

    private void publish(String ticketNo, long updateTime) {
        ProducerRecord<String, String> ticket = new ProducerRecord<>(stream.ticketTopic(), ticketNo, "{}");
        ticket.headers().add("ce_id", (ticketNo + "@" + updateTime).getBytes(UTF_8));
        write(ticket);
    }
}
