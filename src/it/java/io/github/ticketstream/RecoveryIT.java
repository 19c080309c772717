package io.github.ticketstream;
import io.github.ticketstream.published.KafkaClients;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Tag;
import java.util.Random;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.ParameterizedTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.FaultyKafkaClients;
import io.github.ticketstream.kit.StreamInJvm;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What must not lose or repeat a ticket on the side of Kafka; each of these ends a stock transactional producer for good. */
class RecoveryIT extends StreamIT {
    private final FaultyKafkaClients.Faults faults = new FaultyKafkaClients.Faults();

    /** Both are told to the program as an unknown outcome: what is counted is what the topic shows. */
    @ParameterizedTest
    @ValueSource(strings = {"after", "instead of"})
    void aCommitThatSeemedToFailIsNeitherRepeatedNorLost(String failing) {
        tuya.tickets().addGenerated(120, 1);
        if (failing.equals("after")) {
            faults.failAfterCommit(1);
        } else {
            faults.failInsteadOfCommit(1);
        }

        startReady(faulty());

        assertThat(faults.struck()).isEqualTo(1);
        assertThat(tickets().versions()).hasSize(120).containsExactlyInAnyOrderElementsOf(served());
        assertThat(stream.metric("tickets_published_total{type=\"discovered\"}"))
                .isEqualTo(120);
    }

    @Test
    void aFailedBatchDoesNotFetchTheRestOfTheList() {
        tuya.tickets().addGenerated(5_000, 1);
        faults.failInsteadOfCommit(Integer.MAX_VALUE);
        start(faulty().with("tickets.poll-period", "1h"));
        await().until(() -> sweeps("failed") >= 1);

        assertThat(tuya.log().pagesServed()).isLessThan(40);
    }

    @Test
    void aTransactionOpenPastItsTimeOutIsMadeUpFor() {
        tuya.tickets().addGenerated(120, 1);
        CompletableFuture<Void> released = faults.holdCommit();
        start(stream()
                .withKafkaClients(settings ->
                        new FaultyKafkaClients(settings, faults).with("transaction.timeout.ms", "2000")));
        await().until(() -> faults.struck() == 1);
        await().until(() -> transactionState() == TransactionState.COMPLETE_ABORT);

        released.complete(null);

        awaitReady();
        assertThat(sweeps("failed")).isGreaterThanOrEqualTo(1);
        assertThat(tickets().versions()).hasSize(120).containsExactlyInAnyOrderElementsOf(served());
    }

    @Test
    void aCrashBetweenSendAndCommitIsInvisibleAndMadeUpFor() {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets().add("T2", 2_000);
        startReady();
        stop();
        long newer = tuya.tickets().update("T1").updateTime();
        // A process with our transactional id that sent and then died: its transaction is open, its records are on the
        // log.
        KafkaProducer<String, String> dead = begun(name);
        done(dead.send(new ProducerRecord<>(name + ".tickets", "T1", "{\"half\":\"done\"}")));
        done(dead.send(new ProducerRecord<>(name + ".state", "T1", Long.toString(newer))));

        startReady();

        assertThat(tickets().versions()).containsExactlyInAnyOrder("T1@1000", "T2@2000", "T1@" + newer);
    }

    /** Two programs with one id: one hangs in a commit, the other one takes over and publishes, then the first one goes on. */
    @Test
    void aZombieThatWakesUpInItsCommitIsFencedAndWritesNothing() {
        tuya.tickets().addGenerated(60, 1);
        StreamInJvm zombie = startReady(faulty());
        CompletableFuture<Void> released = faults.holdCommit();
        tuya.tickets().updateAny(new Random(1));
        await().until(() -> faults.struck() == 1);

        startReady();
        assertThat(tickets().versions()).hasSize(61);
        assertThat(sweeps(zombie, "failed")).isZero();

        released.complete(null);
        await().until(() -> sweeps(zombie, "failed") >= 1);
        assertThat(tickets().versions()).hasSize(61).containsExactlyInAnyOrderElementsOf(served());
    }

    @Test
    @Tag("proof")
    void aForeignOpenTransactionOnTheStateTopicIsWaitedForThenNamedAndNeverReadPast() {
        tuya.tickets().add("T1", 1_000);
        startReady();
        stop();
        KafkaProducer<String, String> foreign = begun("stranger-" + name);
        done(foreign.send(new ProducerRecord<>(name + ".state", "T2", "2000")));
        tuya.tickets().add("T2", 2_000);
        start();
        awaitHealth("open since offset", name + ".state-0", "producer id");

        foreign.commitTransaction();
        awaitReady();

        // The stranger marked T2 as published: so it is.
        assertThat(tickets().versions()).containsExactly("T1@1000");
    }

    private TransactionState transactionState() {
        try (Admin admin = kafka().admin()) {
            return done(admin.describeTransactions(List.of(name)).description(name))
                    .state();
        }
    }

    /** In a transaction, which ends with the test at the latest. */
    private KafkaProducer<String, String> begun(String transactionalId) {
        KafkaProducer<String, String> producer = kafka().producer(transactionalId);
        closing(() -> producer.close(Duration.ZERO));
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    private StreamInJvm faulty() {
        return stream().withKafkaClients(settings -> new FaultyKafkaClients(settings, faults));
    }

    @Test
    void aStateTopicThatForgetsIsRefusedWithTheCommandThatFixesIt() {
        tuya.tickets().add("T1", 1_000);
        create(name + ".state", Map.of("cleanup.policy", "compact,delete"));
        start();
        awaitHealth("--add-config cleanup.policy=compact");
        assertThat(tuya.log().pagesServed()).isZero();

        alter(name + ".state", COMPACT);
        awaitReady();
    }

    @Test
    void aMarkThatIsNoUpdateTimeHoldsBackItsOwnTicketUntilItIsHealed() {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets().add("T2", 2_000);
        startReady("tickets.disappeared", "erase");
        write(stream.stateTopic(), "T1", "yesterday");
        awaitHealth("for key T1");
        long first = tuya.tickets().update("T1").updateTime();
        long second = tuya.tickets().update("T2").updateTime();
        awaitNextSweep();
        awaitReady();
        assertThat(readiness()).contains("write the ticket's update_time, in decimal");
        assertThat(tickets().versions())
                .containsExactlyInAnyOrder("T1@1000", "T2@2000", "T2@" + second);

        write(stream.stateTopic(), "T1", "1000");
        awaitNextSweep();
        assertThat(tickets().versions()).hasSize(4).endsWith("T1@" + first);
        assertThat(readiness()).doesNotContain("key T1");
    }

    /** A restart knows nothing of what the mark was. */
    @Test
    void aTicketWhoseMarkIsNotReadableIsNeitherPublishedNorGoneUntilATombstoneAsksForIt() {
        tuya.tickets().add("T1", 1_000);
        tuya.tickets().add("T2", 2_000);
        startReady();
        stop();
        write(name + ".state", "T1", "{}");
        write(name + ".state", "T2", "");
        tuya.tickets().remove("T2");
        startReady("tickets.disappeared", "erase");
        awaitNextSweep();
        awaitNextSweep();
        assertThat(tickets().recordsToEnd()).hasSize(2);
        assertThat(stream.metric("tickets_unchanged_total")).isZero();
        assertThat(stream.metric("tickets_missing")).isZero();
        assertThat(stream.metric("tickets_dead_lettered_total")).isZero();
        assertThat(readiness()).contains("can't be read: 2,", "for key T1");

        write(stream.stateTopic(), "T1", null);
        awaitNextSweep();
        assertThat(tickets().versions()).hasSize(3).endsWith("T1@1000");
    }

    private final AtomicInteger pollsToBreak = new AtomicInteger();

    /** Memory that ends between two records of one read: the reader has moved on, and the marks behind are not read yet. */
    @Test
    @Tag("proof")
    void marksThatWereTakenOffAndNotReadAreReadAgain() {
        tuya.tickets().addGenerated(120, 1);
        startReady(stream().withKafkaClients(Breaking::new));
        tuya.tickets().snapshot().forEach(ticket -> tuya.tickets().update(ticket.ticketNo()));
        pollsToBreak.set(1);

        await().until(() -> pollsToBreak.get() == 0);
        awaitNextSweep();

        assertThat(tickets().versions()).hasSize(240).doesNotHaveDuplicates();
    }

    private final class Breaking extends KafkaClients {
        Breaking(Supplier<KafkaConfiguration> configuration) {
            super(configuration);
        }

        @Override
        @SuppressWarnings("unchecked")
        public Consumer<String, byte[]> newCommittedReader() {
            Consumer<String, byte[]> reader = super.newCommittedReader();
            return (Consumer<String, byte[]>) Proxy.newProxyInstance(
                    Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                        Object result;
                        try {
                            result = method.invoke(reader, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                        if (result instanceof ConsumerRecords<?, ?> records
                                && records.count() > 10
                                && pollsToBreak.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                            return new HalfRead((ConsumerRecords<String, byte[]>) records);
                        }
                        return result;
                    });
        }
    }

    private static final class HalfRead extends ConsumerRecords<String, byte[]> {
        private final List<ConsumerRecord<String, byte[]>> all;

        HalfRead(ConsumerRecords<String, byte[]> records) {
            super(Map.of(), Map.of());
            this.all = StreamSupport.stream(records.spliterator(), false).toList();
        }

        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public Iterator<ConsumerRecord<String, byte[]>> iterator() {
            return Stream.concat(
                            all.stream().limit(5), Stream.<ConsumerRecord<String, byte[]>>generate(() -> {
                                throw new OutOfMemoryError("as if");
                            }))
                    .iterator();
        }
    }
}
