package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.CommandRun;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.simulator.LivingPopulation;
import io.github.ticketstream.simulator.SimulatedTicket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
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
        try (StreamInJvm stream = stream().with("tickets.poll-period", "100ms").start();
                LivingPopulation living = LivingPopulation.start(tuya.tickets(), Duration.ofMillis(2), 100, 1)) {
            awaitReady(stream);
            awaitNextSweep(stream);
            double published = stream.metric("tickets_published_total{type=\"updated\"}");

            for (int audits = 0; audits < 2; audits++) {
                CommandRun audit = CommandRun.of(stream::settings, "audit", "--api", "--json");

                assertThat(audit.with("FAIL")).isEmpty();
                assertThat(audit.exitCode()).isZero();
                assertThat(audit.err()).isEmpty();
            }
            assertThat(living.changes()).isPositive();
            assertThat(stream.metric("tickets_published_total{type=\"updated\"}"))
                    .isGreaterThan(published);
        }
    }

    @Test
    void plantedDifferencesAreToldAndWhatMayBeSoIsNot() throws Exception {
        for (int ticket = 1; ticket <= 7; ticket++) {
            tuya.tickets().add("T" + ticket, ticket * 1_000L);
        }
        tuya.tickets()
                .addJson("{\"ticket_no\":\"BIG\",\"update_time\":7,\"description\":\"" + "x".repeat(1_200_000) + "\"}");
        StreamInJvm stream = stream();
        try (stream) {
            stream.start();
            awaitReady(stream);
        }
        tuya.tickets().update("T5");
        write(stream.stateTopic(), "GONE", "17");
        write(stream.stateTopic(), "SKIPPED", "17:skipped");
        write(stream.stateTopic(), "ODD", "yesterday");
        write(stream.stateTopic(), "ODD2", "0");
        publish(stream, "ODD2", 5);
        write(stream.stateTopic(), "T3", "3001");
        write(stream.stateTopic(), "T6", "5999");
        publish(stream, "T1", 1_000);
        publish(stream, "T2", 1_999);
        publish(stream, "UNKNOWN", 5);
        write(stream.ticketTopic(), "FOREIGN", "{}");
        // Asked for again, and published again: no difference.
        write(stream.stateTopic(), "T7", null);
        publish(stream, "T7", 7_000);
        write(stream.stateTopic(), "T7", "7000");
        // Asked for again, and not yet published.
        write(stream.stateTopic(), "T4", null);

        CommandRun audit = CommandRun.of(stream::settings, "audit", "--api", "--json");

        assertThat(audit.exitCode()).isEqualTo(3);
        assertThat(audit.result("marks without a ticket")).contains("FAIL").contains(": 1: GONE@17 ->");
        assertThat(audit.result("tickets older than mark"))
                .contains("FAIL")
                .contains(": 1: T3@3000 instead of @3001 ->");
        assertThat(audit.result("tickets newer than mark"))
                .contains("FAIL")
                .contains(": 1: T6@6000 instead of @5999 ->");
        assertThat(audit.result("tickets without a mark")).contains("FAIL").contains(": 1: UNKNOWN@5 ->");
        assertThat(audit.result("versions twice")).contains("FAIL").contains(": 1: T1@1000 at offset");
        assertThat(audit.result("versions out of order"))
                .contains("FAIL")
                .contains(": 1: T2@1999 at offset")
                .contains("after @2000");
        assertThat(audit.result("unreadable marks"))
                .contains("FAIL")
                .contains(": 2: ODD at offset")
                .contains("ODD2 at offset");
        assertThat(audit.result("not published though swept")).contains("FAIL").contains(": 1: T6@6000 ->");
        assertThat(audit.with("FAIL")).hasSize(8).allMatch(result -> !result.endsWith("-> "));
        assertThat(audit.result("asked for again")).contains("ok").contains(": 1: T4 ");
        assertThat(audit.result("not published yet"))
                .contains("ok")
                .contains(": 2: ")
                .contains("T4@4000")
                .contains("T5@");
        assertThat(audit.result("dead-lettered tickets")).contains("ok").contains(": 1: BIG@7 (too large");
        assertThat(audit.result("no longer listed")).contains("ok").contains(": 1: GONE@17");
        assertThat(audit.result("records without a version")).contains("ok").contains(": 1: " + stream.ticketTopic());
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "publish", "erase"})
    void ticketsThatHaveDisappearedAreNoDifference(String disappeared) {
        tuya.tickets().addGenerated(30, 1);
        tuya.tickets().add("BACK", 1_000);
        tuya.tickets().add("GONE", 1_000);
        try (StreamInJvm stream = stream().with("tickets.silent-changes", "publish")
                .with("tickets.disappeared", disappeared)
                .start()) {
            awaitReady(stream);
            tuya.tickets().changeSilently("GONE");
            await().until(() -> stream.metric("tickets_silent_changes_total") == 1);
            SimulatedTicket back = tuya.tickets().get("BACK");
            tuya.tickets().remove("BACK");
            tuya.tickets().remove("GONE");
            await().until(() -> stream.metric("tickets_disappeared_total") == 2);
            tuya.tickets().add(back);
            awaitNextSweep(stream);

            CommandRun audit = CommandRun.of(stream::settings, "audit", "--api", "--json");

            assertThat(audit.with("FAIL")).isEmpty();
            assertThat(audit.exitCode()).isZero();
            String unlisted = audit.result("no longer listed");
            if (disappeared.equals("count")) {
                assertThat(unlisted).contains("ok").contains(": 1: GONE@1000");
            } else {
                assertThat(unlisted).doesNotContain("GONE");
            }
        }
    }

    /** Versions have their times from Tuya's clock, and so has what they are compared with. */
    @ParameterizedTest
    @ValueSource(ints = {-30, 0, 30})
    void aClockThatIsAMonthOffNeitherMakesADifferenceNorHidesOne(int days) throws Exception {
        Duration ahead = Duration.ofDays(days);
        tuya.quirks().clockSkew(ahead);
        long now = Instant.now().plus(ahead).toEpochMilli();
        tuya.tickets().add("LOST", now - Duration.ofHours(1).toMillis());
        tuya.tickets().add("T2", now - Duration.ofHours(2).toMillis());
        StreamInJvm stream = stream();
        try (stream) {
            stream.start();
            awaitReady(stream);
        }
        CommandRun well = CommandRun.of(stream::settings, "audit", "--api", "--json");
        tuya.tickets().add("LATER", now);
        write(stream.stateTopic(), "LOST", Long.toString(now - Duration.ofDays(1).toMillis()));

        CommandRun audit = CommandRun.of(stream::settings, "audit", "--api", "--json");

        assertThat(well.with("FAIL")).isEmpty();
        assertThat(audit.result("not published though swept")).contains("FAIL").contains(": 1: LOST@");
        assertThat(audit.result("not published yet")).contains("ok").contains(": 1: LATER@" + now);
        assertThat(audit.result("marks in the future")).startsWith("ok");
    }

    @Test
    void contentsAreComparedWhereTheyArePartOfAVersion() throws Exception {
        tuya.tickets().addJson("{\"ticket_no\":\"T1\",\"update_time\":1000,\"a\":2.50,\"user\":\"me\",\"noise\":1,\"secret\":1}");
        tuya.tickets().addJson("{\"ticket_no\":\"T2\",\"update_time\":1000,\"a\":1,\"user\":\"me\"}");
        StreamInJvm stream = stream().with("tickets.silent-changes", "publish")
                .with("tickets.mask-fields", "user")
                .with("tickets.mask-key", "a-key")
                .with("tickets.drop-fields", "secret")
                .with("tickets.ignore-fields", "noise");
        try (stream) {
            stream.start();
            awaitReady(stream);
        }
        tuya.tickets().replace(SimulatedTicket.of("{\"ticket_no\":\"T1\",\"noise\":2,\"a\":25e-1,\"update_time\":1000,\"user\":\"me\"}"));
        CommandRun same = CommandRun.of(stream::settings, "audit", "--api", "--json");
        tuya.tickets().replace(SimulatedTicket.of("{\"ticket_no\":\"T1\",\"update_time\":1000,\"a\":2.5,\"user\":\"you\"}"));
        TicketSettings settings = TicketSettings.from(stream.settings());
        write(stream.stateTopic(), "T2", "1000:" + new Mark.Content(1, settings.content().fingerprint()));
        CommandRun other = CommandRun.of(stream::settings, "audit", "--api", "--json");

        assertThat(same.with("FAIL")).isEmpty();
        assertThat(same.result("not published yet")).contains(": none");
        assertThat(other.result("not published yet"))
                .contains("T1@1000 with another content")
                .contains("T2@1000 with another content");
        assertThat(other.with("FAIL")).hasSize(1);
        assertThat(other.result("contents other than marked")).contains("FAIL").contains(": 1: T2@1000");
    }

    @Test
    void topicsThatAreNotThereAreNamed() {
        CommandRun audit = CommandRun.of(stream()::settings, "audit");

        assertThat(audit.exitCode()).isEqualTo(3);
        assertThat(audit.out()).startsWith("FAIL  topics  the stream's topics are not all there ; what to do: ");
    }

    private void publish(StreamInJvm stream, String ticketNo, long updateTime)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = kafka().producer()) {
            ProducerRecord<String, String> ticket = new ProducerRecord<>(stream.ticketTopic(), ticketNo, "{}");
            ticket.headers().add("ce_id", (ticketNo + "@" + updateTime).getBytes(StandardCharsets.UTF_8));
            producer.send(ticket).get();
        }
    }
}
