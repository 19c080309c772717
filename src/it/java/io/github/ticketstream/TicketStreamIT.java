package io.github.ticketstream;

import static io.github.ticketstream.kit.Subscriber.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.simulator.SimulatedTicket;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What a subscriber and an operator see, as the contract says it. */
class TicketStreamIT extends StreamIT {
    @Test
    void newAndChangedTicketsArriveOnceEachAndAreBackfillUntilTheFirstCompleteSweep() {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets().add("T2", 2_000);
        startReady();
        assertThat(tickets().versions()).containsExactlyInAnyOrder("T1@1000", "T2@2000");

        tuya.tickets().add("T3", 3_000);
        long newer = tuya.tickets().update("T1").updateTime();
        awaitNextSweep();

        assertThat(tickets().records())
                .extracting(record -> header(record, "ce_id") + " "
                        + header(record, "ce_type").replaceFirst("io.github.ticketstream.ticket.", "")
                        + " " + header(record, "ce_backfill"))
                .containsExactlyInAnyOrder(
                        "T1@1000 discovered.v1 true",
                        "T2@2000 discovered.v1 true",
                        "T3@3000 discovered.v1 null",
                        "T1@" + newer + " updated.v1 null");
        assertThat(stream.metric("tickets_published_total{type=\"discovered\"}"))
                .isEqualTo(3);
        assertThat(stream.metric("tickets_published_total{type=\"updated\"}"))
                .isEqualTo(1);
        assertThat(stream.metric("tickets_tracked")).isEqualTo(3);
    }

    @Test
    void anOlderOrEqualUpdateTimeIsNeverPublished() {
        tuya.tickets().addJson("{\"ticket_no\":\"T1\",\"update_time\":5000,\"state_code\":\"Pending\"}");
        startReady();
        tuya.tickets()
                .replace(SimulatedTicket.of(
                        "{\"ticket_no\":\"T1\",\"update_time\":4999,\"state_code\":\"Processing\"}"));
        awaitNextSweep();
        tuya.tickets()
                .replace(SimulatedTicket.of(
                        "{\"ticket_no\":\"T1\",\"update_time\":5000,\"state_code\":\"Finished\"}"));
        awaitNextSweep();

        assertThat(tickets().versions()).containsExactly("T1@5000");
    }

    @Test
    void recordsCarryTheTicketAsItWasSentAndCloudEventsHeaders() {
        String json =
                "{ \"ticket_no\" : \"FB\u00e4Y-1\", \"update_time\":1638356077881, \"price\": 2.50, \"big\":123456789012345678901234567890,"
                        + "\"gone\":null, \"text\":\"\\u4f60\u597d\", \"nested\":{\"a\":[1, 2]} }";
        tuya.tickets().addJson(json);
        startReady("tickets.event-source", "//example/tickets");
        ConsumerRecord<String, String> record = tickets().records().get(0);

        assertThat(record.key()).isEqualTo("FB\u00e4Y-1");
        assertThat(record.value()).isEqualTo(json);
        assertThat(record.timestamp()).isGreaterThan(1_700_000_000_000L);
        assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(record, "ce_id")).isEqualTo("FB\u00e4Y-1@1638356077881");
        assertThat(header(record, "ce_source")).isEqualTo("//example/tickets");
        assertThat(header(record, "ce_type")).isEqualTo("io.github.ticketstream.ticket.discovered.v1");
        assertThat(header(record, "ce_subject")).isEqualTo("FB\u00e4Y-1");
        assertThat(header(record, "ce_time")).isEqualTo("2021-12-01T10:54:37.881Z");
        assertThat(header(record, "ce_dataschema")).isEqualTo("urn:ticketstream:ticket:v1");
        assertThat(header(record, "ce_backfill")).isEqualTo("true");
        assertThat(header(record, "content-type")).isEqualTo("application/json");
        assertThat(record.headers().toArray()).hasSize(9);
    }

    @Test
    void aRestartPublishesNothingAgain() {
        tuya.tickets().addGenerated(120, 1);
        startReady();

        restart();
        awaitNextSweep();

        assertThat(tickets().versions()).hasSize(120).doesNotHaveDuplicates();
        assertThat(stream.metric("tickets_tracked")).isEqualTo(120);
    }

    @Test
    void aTombstoneInTheStateTopicPublishesThatTicketAgain() {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets().add("T2", 2_000);
        startReady();
        write(stream.stateTopic(), "T1", null);
        awaitNextSweep();

        assertThat(tickets().versions()).containsExactlyInAnyOrder("T1@1000", "T2@2000", "T1@1000");
    }

    @Test
    void aCompleteSweepLeavesItsRecord() throws Exception {
        tuya.tickets().addGenerated(60, 1);
        tuya.tickets().addGarbage("17");
        startReady("tickets.poll-period", "1h");
        List<ConsumerRecord<String, String>> records = sweepRecords().records();

        assertThat(records).hasSize(1);
        assertThat(records.get(0).key()).isEqualTo(name);
        JsonNode sweep = new ObjectMapper().readTree(records.get(0).value());
        assertThat(sweep.fieldNames())
                .toIterable()
                .containsExactly(
                        "started_at",
                        "completed_at",
                        "total",
                        "published",
                        "unchanged",
                        "dead_lettered",
                        "api_calls");
        assertThat(sweep.path("total").asInt()).isEqualTo(61);
        assertThat(sweep.path("published").asInt()).isEqualTo(60);
        assertThat(sweep.path("unchanged").asInt()).isZero();
        assertThat(sweep.path("dead_lettered").asInt()).isEqualTo(1);
        assertThat(sweep.path("api_calls").asInt()).isEqualTo(3);
        assertThat(sweep.path("completed_at").asLong())
                .isGreaterThanOrEqualTo(sweep.path("started_at").asLong());
    }

    @Test
    void theSameTicketTwiceInOneSweepIsPublishedOnce() {
        tuya.tickets().addJson("{\"ticket_no\":\"T1\",\"update_time\":1000}");
        tuya.tickets().addGarbage("{\"ticket_no\":\"T1\",\"update_time\":1000}");
        tuya.tickets().addGarbage("{\"ticket_no\":\"T1\",\"update_time\":2000}");
        tuya.tickets().addGarbage("{\"ticket_no\":\"T1\",\"update_time\":1500}");
        // Four entries of one ticket never account for a total of four; two walks agree that there is no more.
        startReady();
        awaitNextSweep();

        assertThat(tickets().versions()).containsExactly("T1@1000", "T1@2000");
        assertThat(stream.metric("tickets_total_excess")).isEqualTo(3);
    }

    @Test
    void requestsThatAreRepeatedAreOneLineOfTheLog() {
        tuya.tickets().addGenerated(60, 1);
        tuya.faults().next(2, Calls.page(2), Fault.status(503));
        CapturedLog log = closing(CapturedLog.of(Sweeps.class.getName()));
        startReady();
        awaitNextSweep();

        assertThat(log.events())
                .extracting(event -> event.getMessage().getFormattedMessage())
                .containsExactly("2 requests were sent again; the log level DEBUG shows why");
    }
}
