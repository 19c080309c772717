package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Topics on which others write, that others change, delete or use as their own. */
final class ForeignRecordsIT extends StreamIT {
    @Test
    void aHeaderWithoutValueOnTheSweepTopicHasNothingPublishedTwice() throws Exception {
        tuya.tickets().addGenerated(120, 1);
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            ProducerRecord<String, String> foreign = new ProducerRecord<>(stream.sweepTopic(), name, "{}");
            foreign.headers().add("calls_this_month", null);
            foreign.headers().add("tracked", new byte[] {(byte) 0xff});
            send(foreign);
            awaitNextSweep(stream);

            assertThat(subscriber.versions()).hasSize(120).doesNotHaveDuplicates();
            assertThat(stream.metric("tickets_sweeps_total{outcome=\"failed\"}"))
                    .isZero();
        }
    }

    @Test
    void aStateTopicThatGrowsPartitionsIsRefusedAndNothingIsPublishedTwice() throws Exception {
        tuya.tickets().addGenerated(60, 1);
        try (StreamInJvm stream = stream()
                        .with("camel.component.kafka.metadata-max-age-ms", "500")
                        .start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            growTo(3, stream.stateTopic());

            await().untilAsserted(() -> assertThat(stream.health("/ready").toString())
                    .contains("the state topic " + stream.stateTopic() + " has 3 partitions instead of one"));
            tuya.tickets().snapshot().forEach(ticket -> tuya.tickets().update(ticket.ticketNo()));

            assertThat(subscriber.recordsToEnd()).hasSize(60);
        }
    }

    @Test
    void aTicketTopicThatGrowsPartitionsIsToldOnceNowAndOnceAfterARestart() throws Exception {
        tuya.tickets().add("T1", 1_000);
        try (StreamInJvm stream = stream().start()) {
            awaitReady(stream);
            growTo(4, stream.ticketTopic());

            await().until(() -> stream.health("/ready")
                    .toString()
                    .contains("topic " + stream.ticketTopic() + " has 4 partitions instead of 3"));
            assertThat(stream.isReady()).isTrue();
            awaitNextSweep(stream);
        }
        growTo(5, name + ".tickets");
        try (CapturedLog log = CapturedLog.of("io.github.ticketstream.published.TopicGuard");
                StreamInJvm stream = stream().start()) {
            awaitReady(stream);
            awaitNextSweep(stream);
            awaitNextSweep(stream);

            assertThat(stream.health("/ready").toString()).contains("has 5 partitions instead of 4");
            assertThat(log.events()).hasSize(1);
        }
        try (StreamInJvm stream = stream().start()) {
            awaitReady(stream);
            assertThat(stream.health("/ready").toString()).doesNotContain("partitions instead of");
        }
    }

    @Test
    void aTicketTopicThatWasReplacedWhileTheProgramWasDownIsTold() throws Exception {
        tuya.tickets().add("T1", 1_000);
        try (StreamInJvm stream = stream().start()) {
            awaitReady(stream);
        }
        delete(name + ".tickets");
        try (StreamInJvm stream = stream().start()) {
            awaitReady(stream);

            assertThat(stream.health("/ready").toString())
                    .contains("topic " + stream.ticketTopic() + " was deleted and recreated");
        }
    }

    @Test
    void aStreamThatSkippedAtFirstAndLosesItsSweepTopicPublishesWhatIsNew() throws Exception {
        tuya.tickets().addGenerated(10, 1);
        try (StreamInJvm stream = stream().with("tickets.first-run", "skip").start()) {
            awaitReady(stream);
        }
        delete(name + ".sweeps");
        tuya.tickets().add("N1", 5_000);
        try (StreamInJvm stream = stream().with("tickets.first-run", "skip").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            assertThat(subscriber.versions()).containsExactly("N1@5000");
            assertThat(Subscriber.header(subscriber.records().get(0), "ce_backfill")).isNull();
        }
    }

    /** The record of a complete sweep is what ends a first run: without it, what has a mark was skipped by a crash midway. */
    @Test
    void aFirstRunThatIsCutShortSkipsOn() throws Exception {
        tuya.tickets().addGenerated(60, 1);
        tuya.faults().always(Calls.page(2), Fault.status(500));
        try (StreamInJvm stream = stream().with("tickets.first-run", "skip").start()) {
            await().until(() -> stream.metric("tickets_tracked") == 50);
        }
        tuya.faults().clear();
        tuya.tickets().add("N1", 5_000);
        try (StreamInJvm stream = stream().with("tickets.first-run", "skip").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            assertThat(subscriber.recordsToEnd()).isEmpty();
        }
    }

    private void growTo(int partitions, String topic) throws ExecutionException, InterruptedException {
        try (var admin = kafka().admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                    .all()
                    .get();
        }
    }

    @Test
    void aStateTopicThatWasDeletedStopsTheStreamInsteadOfFloodingItsSubscribers() throws Exception {
        tuya.tickets().addGenerated(60, 1);
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            delete(stream.stateTopic());

            await().untilAsserted(() -> assertThat(stream.health("/ready").toString())
                    .contains("the state topic " + stream.stateTopic() + " was deleted and recreated")
                    .contains("Loss of the state topic"));
            assertThat(subscriber.versions()).hasSize(60).doesNotHaveDuplicates();
        }
        // A restart asks, too.
        try (StreamInJvm again = stream().start();
                Subscriber subscriber = subscriber(again)) {
            await().untilAsserted(
                            () -> assertThat(again.health("/ready").toString()).contains("was deleted and recreated"));

            // The operator has it begin anew.
            write(again.sweepTopic(), name, null);
            awaitReady(again);

            assertThat(subscriber.versions()).hasSize(120);
        }
    }

    @Test
    void aTicketTopicThatWasDeletedAndMadeByTheBrokerIsNoticedAndNamed() throws Exception {
        tuya.tickets().addGenerated(10, 1);
        try (StreamInJvm stream = stream().with("tickets.poll-period", "3s").start()) {
            awaitReady(stream);
            // As a broker does it that makes topics by itself: before the next sweep looks.
            delete(stream.ticketTopic());
            try (var admin = kafka().admin()) {
                await().ignoreExceptions()
                        .until(() -> admin.createTopics(List.of(new NewTopic(stream.ticketTopic(), 1, (short) 1)))
                                        .all()
                                        .get()
                                == null);
            }

            await().untilAsserted(() -> assertThat(stream.health("/ready").toString())
                    .contains("topic " + stream.ticketTopic() + " was deleted and recreated")
                    .contains("it has cleanup.policy=delete"));
            awaitReady(stream);
        }
    }

    @Test
    void aSecondStreamOnTheSameTopicsIsRefused() {
        tuya.tickets().addGenerated(60, 1);
        try (StreamInJvm first = stream().start();
                Subscriber subscriber = subscriber(first)) {
            awaitReady(first);

            try (StreamInJvm second = stream()
                    .with("tickets.transactional-id", name + "-other")
                    .with("camel.management.port", "0")
                    .with("camel.management.enabled", "true")
                    .start()) {
                assertThat(second).isNotNull();
                tuya.tickets().snapshot().forEach(ticket -> tuya.tickets().update(ticket.ticketNo()));
                awaitNextSweep(first);
                awaitNextSweep(first);
            }

            assertThat(subscriber.versions()).hasSize(120).doesNotHaveDuplicates();
            assertThat(first.isReady()).isTrue();
        }
    }

    @Test
    void anotherStreamThatTurnsUpLaterBringsThisOneDown() throws Exception {
        tuya.tickets().add("T1", 1_000);
        try (StreamInJvm stream = stream().start();
                Subscriber state = new Subscriber(kafka(), stream.stateTopic())) {
            awaitReady(stream);
            assertThat(state.records())
                    .filteredOn(record -> record.key().equals("stream/owner"))
                    .extracting(ConsumerRecord::key, ConsumerRecord::value)
                    .containsExactly(org.assertj.core.api.Assertions.tuple("stream/owner", "1:" + name));

            write(stream.stateTopic(), "stream/owner", "1:another");

            await().untilAsserted(() -> assertThat(stream.health("/ready").toString())
                    .contains("belongs to another stream: its tickets.transactional-id is another")
                    .contains("topics of its own"));
        }
    }

    @Test
    void topicsThatAreTooSmallForAnyRecordAreNamedWithTheCommandThatMendsThem() throws Exception {
        try (var admin = kafka().admin()) {
            NewTopic small = new NewTopic(name + ".dead-letter", 1, (short) 1);
            admin.createTopics(List.of(small.configs(Map.of("max.message.bytes", "400"))))
                    .all()
                    .get();
        }
        tuya.tickets().addGarbage("17");
        try (StreamInJvm stream = stream().start()) {
            await().untilAsserted(() -> assertThat(stream.health("/ready").toString())
                    .contains("topic " + stream.deadLetterTopic() + " has max.message.bytes=400")
                    .contains("--entity-name " + stream.deadLetterTopic() + " --add-config max.message.bytes="));
        }
    }

    /** The marks as the build of 2026-11-25 wrote them: a ticket, a skipped one, a bad entry; and its sweep record. */
    @Test
    void aStateTopicOfAnOlderProgramIsReadAsItIs() throws Exception {
        tuya.tickets().add("FBAY1", 1_638_356_077_881L);
        tuya.tickets().add("FBAY2", 1_638_356_077_882L);
        tuya.tickets().addGarbage("17");
        try (var admin = kafka().admin()) {
            Map<String, String> compact = Map.of("cleanup.policy", "compact");
            admin.createTopics(List.of(
                            new NewTopic(name + ".state", 1, (short) 1).configs(compact),
                            new NewTopic(name + ".sweeps", 1, (short) 1).configs(compact)))
                    .all()
                    .get();
        }
        write(name + ".state", "FBAY1", "1638356077881");
        write(name + ".state", "FBAY2", "1638356077882:skipped");
        write(
                name + ".state",
                "dead-letter/4523540f1504cd17100c4835e85b7eefd49911580f8efff0599a8f283be6b9e3",
                "1764028800123");
        ProducerRecord<String, String> sweep = new ProducerRecord<>(name + ".sweeps", name, """
                {"started_at":1764028800000,"completed_at":1764028800412,"total":3,"published":1,"unchanged":1,"dead_lettered":1,"api_calls":2}""");
        sweep.headers().add("calls_this_month", "2".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        send(sweep);
        try (StreamInJvm stream = stream().start();
                Subscriber subscriber = subscriber(stream);
                Subscriber deadLetters = new Subscriber(kafka(), stream.deadLetterTopic())) {
            awaitReady(stream);
            assertThat(subscriber.records()).isEmpty();
            assertThat(deadLetters.records()).isEmpty();

            long newer = tuya.tickets().update("FBAY1").updateTime();
            long changed = tuya.tickets().update("FBAY2").updateTime();
            awaitNextSweep(stream);

            assertThat(subscriber.records())
                    .extracting(record -> Subscriber.header(record, "ce_id") + " "
                            + Subscriber.header(record, "ce_type") + " " + Subscriber.header(record, "ce_backfill"))
                    .containsExactlyInAnyOrder(
                            "FBAY1@" + newer + " io.github.ticketstream.ticket.updated.v1 null",
                            "FBAY2@" + changed + " io.github.ticketstream.ticket.discovered.v1 null");
        }
    }

    private void delete(String topic) throws ExecutionException, InterruptedException {
        try (var admin = kafka().admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    private void send(ProducerRecord<String, String> record) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = kafka().producer()) {
            producer.send(record).get();
        }
    }
}
