package io.github.ticketstream;

import static io.github.ticketstream.kit.Subscriber.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.kit.StreamInJvm;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Topics on which others write, that others change, delete or use as their own. */
final class ForeignRecordsIT extends StreamIT {
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
        assertThat(report(stream, "doctor").result("start")).contains("warn", "has 5 partitions instead of 4", "-> if that matters, move to a new topic");
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
    void aTicketTopicThatWasDeletedAndMadeByTheBrokerIsNamedAndTakesWhatIsNew() {
        tuya.tickets().addGenerated(10, 1);
        startReady("tickets.poll-period", "10s");
        delete(stream.ticketTopic());
        await().ignoreExceptions().untilAsserted(() -> create(stream.ticketTopic(), Map.of()));
        tuya.tickets().add("N1", 5_000);

        await().untilAsserted(() -> assertThat(subscriber(stream.ticketTopic()).versions()).containsExactly("N1@5000"));
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
}
