package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.FaultyKafkaClients;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** What must not lose or repeat a ticket on the side of Kafka; each of these ends a stock transactional producer for good. */
class RecoveryIT extends StreamIT {
    @Test
    void aCommitThatSucceededButSeemedToFailIsNotRepeated() {
        tuya.tickets().addGenerated(120, 1);
        FaultyKafkaClients.Faults faults = new FaultyKafkaClients.Faults();
        faults.failAfterCommit(1);
        try (StreamInJvm stream = stream()
                        .withKafkaClients(settings -> new FaultyKafkaClients(settings, faults))
                        .start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            assertThat(faults.struck()).isEqualTo(1);
            assertThat(subscriber.versions()).hasSize(120).containsExactlyInAnyOrderElementsOf(served());
            // Counted although the program was told that the commit failed: the topic shows that it did not.
            assertThat(stream.metric("tickets_published_total{type=\"discovered\"}"))
                    .isEqualTo(120);
        }
    }

    @Test
    void aCommitThatFailedIsMadeUpForByTheNextSweep() {
        tuya.tickets().addGenerated(120, 1);
        FaultyKafkaClients.Faults faults = new FaultyKafkaClients.Faults();
        faults.failInsteadOfCommit(1);
        try (StreamInJvm stream = stream()
                        .withKafkaClients(settings -> new FaultyKafkaClients(settings, faults))
                        .start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            assertThat(faults.struck()).isEqualTo(1);
            assertThat(subscriber.versions()).hasSize(120).containsExactlyInAnyOrderElementsOf(served());
            assertThat(stream.metric("tickets_published_total{type=\"discovered\"}"))
                    .isEqualTo(120);
        }
    }

    @Test
    void aFailedBatchDoesNotFetchTheRestOfTheList() {
        tuya.tickets().addGenerated(5_000, 1);
        FaultyKafkaClients.Faults faults = new FaultyKafkaClients.Faults();
        faults.failInsteadOfCommit(Integer.MAX_VALUE);
        try (StreamInJvm stream = stream()
                .with("tickets.poll-period", "1h")
                .withKafkaClients(settings -> new FaultyKafkaClients(settings, faults))
                .start()) {
            await().until(() -> stream.metric("tickets_sweeps_total{outcome=\"failed\"}") >= 1);

            assertThat(tuya.log().pagesServed()).isLessThan(40);
        }
    }

    @Test
    void aTransactionOpenPastItsTimeOutIsMadeUpFor() {
        tuya.tickets().addGenerated(120, 1);
        FaultyKafkaClients.Faults faults = new FaultyKafkaClients.Faults();
        faults.holdCommit(1, Duration.ofSeconds(4));
        // The broker looks for timed-out transactions every second.
        try (StreamInJvm stream = stream()
                        .withKafkaClients(settings ->
                                new FaultyKafkaClients(settings, faults).with("transaction.timeout.ms", "1000"))
                        .start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            assertThat(faults.struck()).isEqualTo(1);
            assertThat(stream.metric("tickets_sweeps_total{outcome=\"failed\"}"))
                    .isGreaterThanOrEqualTo(1);
            assertThat(subscriber.versions()).hasSize(120).containsExactlyInAnyOrderElementsOf(served());
        }
    }

    @Test
    void aCrashBetweenSendAndCommitIsInvisibleAndMadeUpFor() throws Exception {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets().add("T2", 2_000);
        try (StreamInJvm first = stream().start()) {
            awaitReady(first);
        }
        tuya.tickets().update("T1");
        // A process with our transactional id that sent and then died: its transaction is open, its records are on the
        // log.
        KafkaProducer<String, String> dead = kafka().producer(name);
        dead.initTransactions();
        dead.beginTransaction();
        dead.send(new ProducerRecord<>(name + ".tickets", "T1", "{\"half\":\"done\"}"))
                .get();
        dead.send(new ProducerRecord<>(
                        name + ".state",
                        "T1",
                        Long.toString(tuya.tickets().get("T1").updateTime())))
                .get();
        try (StreamInJvm second = stream().start();
                Subscriber subscriber = subscriber(second)) {
            awaitReady(second);

            assertThat(subscriber.versions())
                    .containsExactlyInAnyOrder(
                            "T1@1000",
                            "T2@2000",
                            "T1@" + tuya.tickets().get("T1").updateTime());
        } finally {
            dead.close(Duration.ZERO);
        }
    }

    /** Two programs with one id: one hangs in a commit, the other one takes over and publishes, then the first one goes on. */
    @Test
    void aZombieThatWakesUpInItsCommitIsFencedAndWritesNothing() {
        tuya.tickets().addGenerated(60, 1);
        FaultyKafkaClients.Faults faults = new FaultyKafkaClients.Faults();
        try (StreamInJvm zombie = stream()
                .withKafkaClients(settings -> new FaultyKafkaClients(settings, faults))
                .start()) {
            awaitReady(zombie);
            faults.holdCommit(1, Duration.ofSeconds(8));
            tuya.tickets().updateAny(new java.util.Random(1));
            await().until(() -> faults.struck() == 1);
            try (StreamInJvm successor = stream().start();
                    Subscriber subscriber = subscriber(successor)) {
                awaitReady(successor);
                assertThat(subscriber.versions()).hasSize(61);
                assertThat(zombie.metric("tickets_sweeps_total{outcome=\"failed\"}")).isZero();

                await().atMost(Duration.ofSeconds(20))
                        .until(() -> zombie.metric("tickets_sweeps_total{outcome=\"failed\"}") >= 1);

                assertThat(subscriber.versions()).hasSize(61).containsExactlyInAnyOrderElementsOf(served());
            }
        }
    }

    @Test
    void aForeignOpenTransactionOnTheStateTopicIsWaitedForThenNamedAndNeverReadPast() throws Exception {
        tuya.tickets().add("T1", 1_000);
        try (StreamInJvm first = stream().start()) {
            awaitReady(first);
        }
        KafkaProducer<String, String> foreign = kafka().producer("stranger-" + name);
        foreign.initTransactions();
        foreign.beginTransaction();
        foreign.send(new ProducerRecord<>(name + ".state", "T2", "2000")).get();
        tuya.tickets().add("T2", 2_000);
        try (StreamInJvm second = stream().start();
                Subscriber subscriber = subscriber(second)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> second.health("/ready").toString().contains("open since offset"));
            assertThat(second.health("/ready").toString())
                    .contains(name + ".state-0")
                    .contains("producer id");

            foreign.commitTransaction();
            awaitReady(second);

            // The stranger marked T2 as published: so it is.
            assertThat(subscriber.versions()).containsExactly("T1@1000");
        } finally {
            foreign.close(Duration.ZERO);
        }
    }

    @Test
    void aStateTopicThatForgetsIsRefusedWithTheCommandThatFixesIt() throws Exception {
        tuya.tickets().add("T1", 1_000);
        try (var admin = kafka().admin()) {
            admin.createTopics(List.of(new NewTopic(name + ".state", 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact,delete"))))
                    .all()
                    .get();
            try (StreamInJvm stream = stream().start()) {
                await().until(() -> stream.health("/ready").toString().contains("--add-config cleanup.policy=compact"));
                assertThat(tuya.log().pagesServed()).isZero();

                ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name + ".state");
                AlterConfigOp fix =
                        new AlterConfigOp(new ConfigEntry("cleanup.policy", "compact"), AlterConfigOp.OpType.SET);
                admin.incrementalAlterConfigs(Map.of(topic, List.of(fix))).all().get();

                awaitReady(stream);
            }
        }
    }

    @Test
    void aMissingTopicThatMayNotBeCreatedIsNamedWithTheCommandThatCreatesIt() {
        try (StreamInJvm stream =
                stream().with("tickets.topics.create", "false").start()) {
            await().until(() -> stream.health("/ready")
                    .toString()
                    .contains("--create --topic " + name + ".tickets --partitions 3"));

            assertThat(stream.health("/live").path("http").asInt()).isEqualTo(200);
        }
    }

    @Test
    void aMarkThatIsNoUpdateTimeHoldsBackItsOwnTicketUntilItIsHealed() throws Exception {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets().add("T2", 2_000);
        try (StreamInJvm stream = stream().with("tickets.disappeared", "erase").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);

            write(stream.stateTopic(), "T1", "yesterday");
            await().until(() -> stream.health("/ready").toString().contains("for key T1"));
            long first = tuya.tickets().update("T1").updateTime();
            long second = tuya.tickets().update("T2").updateTime();
            awaitNextSweep(stream);
            assertThat(stream.isReady()).isTrue();
            assertThat(stream.health("/ready").toString()).contains("write the ticket's update_time, in decimal");
            assertThat(subscriber.versions())
                    .containsExactlyInAnyOrder("T1@1000", "T2@2000", "T2@" + second);

            write(stream.stateTopic(), "T1", "1000");
            awaitNextSweep(stream);
            assertThat(subscriber.versions()).hasSize(4).endsWith("T1@" + first);
            assertThat(stream.health("/ready").toString()).doesNotContain("T1");
        }
    }

    /** A restart knows nothing of what the mark was. */
    @Test
    void aTicketWhoseMarkIsNotReadableIsNeitherPublishedNorGoneUntilATombstoneAsksForIt() throws Exception {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets().add("T2", 2_000);
        try (StreamInJvm stream = stream().start()) {
            awaitReady(stream);
        }
        write(name + ".state", "T1", "{}");
        write(name + ".state", "T2", "");
        tuya.tickets().remove("T2");
        try (StreamInJvm stream = stream().with("tickets.disappeared", "erase").start();
                Subscriber subscriber = subscriber(stream)) {
            awaitReady(stream);
            awaitNextSweep(stream);
            awaitNextSweep(stream);
            assertThat(subscriber.recordsToEnd()).hasSize(2);
            assertThat(stream.metric("tickets_unchanged_total")).isZero();
            assertThat(stream.metric("tickets_missing")).isZero();
            assertThat(stream.metric("tickets_dead_lettered_total")).isZero();
            assertThat(stream.health("/ready").toString()).contains("2 marks", "for key T1");

            write(stream.stateTopic(), "T1", null);
            awaitNextSweep(stream);
            assertThat(subscriber.versions()).hasSize(3).endsWith("T1@1000");
        }
    }
}
