package io.github.ticketstream;
import static java.nio.charset.StandardCharsets.UTF_8;
import io.github.ticketstream.kit.StreamInJvm;
import static org.assertj.core.api.Assertions.tuple;
import static io.github.ticketstream.kit.Subscriber.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.CapturedLog;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Topics on which others write, that others change, delete or use as their own. */
final class ForeignRecordsIT extends StreamIT {
    @Test
    void aHeaderWithoutValueOnTheSweepTopicHasNothingPublishedTwice() {
        tuya.tickets().addGenerated(120, 1);
        startReady();
        ProducerRecord<String, String> foreign = new ProducerRecord<>(stream.sweepTopic(), name, "{}");
        foreign.headers().add("calls_this_month", null);
        foreign.headers().add("tracked", new byte[] {(byte) 0xff});
        write(foreign);
        awaitNextSweep();

        assertThat(tickets().versions()).hasSize(120).doesNotHaveDuplicates();
        assertThat(sweeps("failed")).isZero();
    }

    @Test
    void aTicketTopicThatGrowsPartitionsIsToldOnceNowAndOnceAfterARestart() {
        tuya.tickets().add("T1", 1_000);
        startReady();
        growTo(4, stream.ticketTopic());

        awaitHealth("topic " + stream.ticketTopic() + " has 4 partitions instead of 3");
        awaitReady();
        awaitNextSweep();
        stop();
        growTo(5, name + ".tickets");
        CapturedLog log = closing(CapturedLog.of("io.github.ticketstream.published.TopicGuard"));
        startReady();
        awaitNextSweep();
        awaitNextSweep();

        assertThat(readiness()).contains("has 5 partitions instead of 4");
        assertThat(log.events()).hasSize(1);
        restart();
        assertThat(readiness()).doesNotContain("partitions instead of");
    }

    @Test
    void aTicketTopicThatWasReplacedWhileTheProgramWasDownIsTold() {
        tuya.tickets().add("T1", 1_000);
        startReady();
        stop();
        delete(name + ".tickets");

        startReady();

        assertThat(readiness()).contains("topic " + stream.ticketTopic() + " was deleted and recreated");
    }

    @Test
    void aStreamThatSkippedAtFirstAndLosesItsSweepTopicPublishesWhatIsNew() {
        tuya.tickets().addGenerated(10, 1);
        startReady("tickets.first-run", "skip");
        stop();
        delete(name + ".sweeps");
        tuya.tickets().add("N1", 5_000);

        startReady("tickets.first-run", "skip");

        assertThat(tickets().versions()).containsExactly("N1@5000");
        assertThat(header(tickets().records().get(0), "ce_backfill")).isNull();
    }


    @Test
    void aStateTopicThatWasDeletedStopsTheStreamInsteadOfFloodingItsSubscribers() {
        tuya.tickets().addGenerated(60, 1);
        startReady();
        delete(stream.stateTopic());

        awaitHealth("the state topic " + stream.stateTopic() + " was deleted and recreated", "Loss of the state topic");
        assertThat(tickets().versions()).hasSize(60).doesNotHaveDuplicates();
        stop();
        // A restart asks, too.
        start();
        awaitHealth("was deleted and recreated");

        // The operator has it begin anew.
        write(stream.sweepTopic(), name, null);
        awaitReady();

        assertThat(tickets().versions()).hasSize(120);
    }

    @Test
    void aTicketTopicThatWasDeletedAndMadeByTheBrokerIsNoticedAndNamed() {
        tuya.tickets().addGenerated(10, 1);
        startReady("tickets.poll-period", "10s");
        // As a broker does it that makes topics by itself: before the next sweep looks.
        delete(stream.ticketTopic());
        await().ignoreExceptions().untilAsserted(() -> create(stream.ticketTopic(), Map.of()));

        awaitHealth("topic " + stream.ticketTopic() + " was deleted and recreated", "it has cleanup.policy=delete");
        awaitReady();
    }

    @Test
    void aSecondStreamOnTheSameTopicsIsRefused() {
        tuya.tickets().addGenerated(60, 1);
        StreamInJvm first = startReady();

        start("tickets.transactional-id", name + "-other");
        tuya.tickets().snapshot().forEach(ticket -> tuya.tickets().update(ticket.ticketNo()));
        awaitNextSweep(first);
        awaitNextSweep(first);

        assertThat(tickets().versions()).hasSize(120).doesNotHaveDuplicates();
        awaitReady(first);
    }

    @Test
    void anotherStreamThatTurnsUpLaterBringsThisOneDown() {
        tuya.tickets().add("T1", 1_000);
        startReady();
        assertThat(state().records())
                .filteredOn(record -> record.key().equals("stream/owner"))
                .extracting(ConsumerRecord::key, ConsumerRecord::value)
                .containsExactly(tuple("stream/owner", "1:" + name));

        write(stream.stateTopic(), "stream/owner", "1:another");

        awaitHealth("belongs to another stream: its tickets.transactional-id is another", "topics of its own");
    }


    /** The marks as the build of 2026-11-25 wrote them: a ticket, a skipped one, a bad entry; and its sweep record. */
    @Test
    void aStateTopicOfAnOlderProgramIsReadAsItIs() {
        tuya.tickets().add("FBAY1", 1_638_356_077_881L);
        tuya.tickets().add("FBAY2", 1_638_356_077_882L);
        tuya.tickets().addGarbage("17");
        create(name + ".state", COMPACT);
        create(name + ".sweeps", COMPACT);
        write(name + ".state", "FBAY1", "1638356077881");
        write(name + ".state", "FBAY2", "1638356077882:skipped");
        write(
                name + ".state",
                "dead-letter/4523540f1504cd17100c4835e85b7eefd49911580f8efff0599a8f283be6b9e3",
                "1764028800123");
        ProducerRecord<String, String> sweep = new ProducerRecord<>(name + ".sweeps", name, """
                {"started_at":1764028800000,"completed_at":1764028800412,"total":3,"published":1,"unchanged":1,"dead_lettered":1,"api_calls":2}""");
        sweep.headers().add("calls_this_month", "2".getBytes(UTF_8));
        write(sweep);
        startReady();
        assertThat(tickets().records()).isEmpty();
        assertThat(deadLetters().records()).isEmpty();

        long newer = tuya.tickets().update("FBAY1").updateTime();
        long changed = tuya.tickets().update("FBAY2").updateTime();
        awaitNextSweep();

        assertThat(tickets().records())
                .extracting(record -> header(record, "ce_id") + " "
                        + header(record, "ce_type") + " " + header(record, "ce_backfill"))
                .containsExactlyInAnyOrder(
                        "FBAY1@" + newer + " io.github.ticketstream.ticket.updated.v1 null",
                        "FBAY2@" + changed + " io.github.ticketstream.ticket.discovered.v1 null");
    }

}
