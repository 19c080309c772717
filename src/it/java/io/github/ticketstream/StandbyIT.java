package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.FaultyKafkaClients;
import io.github.ticketstream.kit.FaultyKafkaClients.Faults;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.ShiftedClock;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several replicas of one stream, of which one is active. */
@Tag("proof")
class StandbyIT extends StreamIT {
    @Override
    StreamInJvm stream(String... keysAndValues) {
        return replica(super.stream(keysAndValues));
    }

    /** Half a session without a heartbeat ends a leadership: long enough for a machine on which much else runs. */
    private static StreamInJvm replica(StreamInJvm stream) {
        return stream.with("tickets.standby", "true").with("camel.component.kafka.session-timeout-ms", "30000");
    }

    @Test
    void oneReplicaSweepsAndTheOtherIsReadyAndSaysSo() {
        tuya.tickets().addGenerated(60, 1);
        StreamInJvm active = startReady();
        StreamInJvm standby = startReady();
        awaitNextSweep(active);

        assertThat(active.metric("tickets_active")).isEqualTo(1);
        assertThat(standby.metric("tickets_active")).isEqualTo(0);
        assertThat(standby.metric("tickets_election_alive")).isEqualTo(1);
        assertThat(readiness(standby)).contains("standby", name);
        await().until(() -> standby.metric("tickets_tracked") == 60);
        assertThat(completeSweeps(standby)).isZero();
        assertThat(sweeps(active, "failed")).isZero();
        assertThat(tickets().versions()).hasSize(60).containsExactlyInAnyOrderElementsOf(served());
    }

    @Test
    void aReplicaThatEndsHandsOverAtOnce() {
        tuya.tickets().addGenerated(60, 1);
        StreamInJvm first = startReady();
        StreamInJvm second = startReady();
        tuya.tickets().updateAny(new Random(1));

        first.stop();

        // Well before the session is over.
        await().atMost(Duration.ofSeconds(20)).until(() -> completeSweeps(second) >= 1);
        tuya.tickets().updateAny(new Random(2));
        awaitNextSweep(second);
        assertThat(second.metric("tickets_active")).isEqualTo(1);
        assertThat(sweeps(second, "failed")).isZero();
        assertThat(tickets().versions()).hasSize(62).containsExactlyInAnyOrderElementsOf(served());
    }

    /** One sweep each: the one that holds it, the two that do not, and another one. */
    @Test
    void aTicketIsToldToBeGoneOnceThoughEachSweepIsAnotherReplicas() {
        tuya.tickets().addGenerated(30, 1);
        String number = tuya.tickets().snapshot().get(7).ticketNo();
        for (int sweep = 0; sweep < 4; sweep++) {
            StreamInJvm before = stream;
            start("tickets.poll-period", "1h", "tickets.disappeared", "publish");
            if (before != null) {
                awaitReady();
                before.stop();
            }
            await().until(() -> completeSweeps() == 1);
            if (sweep == 0) {
                tuya.tickets().remove(number);
            }
            assertThat(stream.metric("tickets_missing")).isEqualTo(sweep == 1 ? 1 : 0);
            assertThat(tickets().recordsToEnd()).hasSize(sweep < 2 ? 30 : 31);
        }
        assertThat(tickets().records().get(30).key()).isEqualTo(number);
    }

    @Test
    void standbysThatComeAndGoUnderLoadDisturbNothing() {
        tuya.tickets().addGenerated(60, 1);
        StreamInJvm active = startReady();
        Random random = new Random(1);
        List<StreamInJvm> standbys = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            standbys.add(start());
            tuya.tickets().updateAny(random);
        }
        standbys.forEach(this::awaitReady);
        for (StreamInJvm standby : standbys) {
            assertThat(standby.metric("tickets_active")).isZero();
            tuya.tickets().updateAny(random);
            standby.stop();
        }
        awaitNextSweep(active);

        assertThat(active.metric("tickets_active")).isEqualTo(1);
        assertThat(sweeps(active, "failed")).isZero();
        assertThat(tickets().versions()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(served());
    }

    @Test
    void theActiveOneThatIsFencedGoesOnOnlyBecauseItIsStillElected() {
        tuya.tickets().addGenerated(60, 1);
        start();
        await().until(() -> completeSweeps() >= 1);
        try (KafkaProducer<String, String> stranger = kafka().producer(name)) {
            stranger.initTransactions();
        }

        tuya.tickets().updateAny(new Random(1));

        await().until(() -> sweeps("failed") >= 1);
        awaitNextSweep();
        assertThat(stream.metric("tickets_active")).isEqualTo(1);
        assertThat(tickets().versions()).hasSize(61).containsExactlyInAnyOrderElementsOf(served());
    }

    /** A commit that hangs stands for whatever holds up a thread; its clock goes on, and so do its heartbeats. */
    @Test
    void anActiveOneThatStandsStillIsReplacedAndComesBackAsAStandby() {
        tuya.tickets().addGenerated(60, 1);
        Faults faults = new Faults();
        ShiftedClock clock = new ShiftedClock();
        StreamInJvm stuck = startReady(stream()
                .withClocks(new Clocks(clock, clock))
                .withKafkaClients(configuration -> new FaultyKafkaClients(configuration, faults)));
        StreamInJvm standby = startReady();
        CompletableFuture<Void> released = faults.holdCommit();
        tuya.tickets().updateAny(new Random(1));
        await().until(() -> faults.struck() == 1);

        // Longer than any wait of its own, and again: what was asked for ahead may come late, and be a sign.
        AtomicInteger looks = new AtomicInteger();
        await().until(() -> {
            clock.set(Duration.ofMinutes(5L * looks.incrementAndGet()));
            return completeSweeps(standby) >= 1;
        });
        assertThat(standby.metric("tickets_active")).isEqualTo(1);
        assertThat(stuck.metric("tickets_active")).isZero();
        assertThat(readiness(stuck)).contains("\"http\":503", "the stream stands still", "Thread.print");
        // It goes on: as what it then is.
        released.complete(null);
        await().until(() -> readiness(stuck).contains("as a standby"));
        awaitReady(stuck);
        tuya.tickets().updateAny(new Random(2));
        awaitNextSweep(standby);
        assertThat(tickets().versions()).hasSize(62).containsExactlyInAnyOrderElementsOf(served());
    }

    /** Hours between two attempts, on purpose. */
    @Test
    void anActiveOneThatWaitsForItsNextAttemptDoesNotStandStill() {
        tuya.tickets().addGenerated(60, 1);
        ShiftedClock clock = new ShiftedClock();
        tuya.faults().always(Calls.feedbacks(), Fault.apiError(28841004, "quota"));
        StreamInJvm active = start(stream().withClocks(new Clocks(clock, clock)));
        awaitHealth("28841004");
        StreamInJvm standby = startReady();

        clock.set(Duration.ofMinutes(50));

        await().during(Duration.ofSeconds(5)).until(() -> active.metric("tickets_active") == 1);
        assertThat(readiness(active)).contains("28841004").doesNotContain("stands still");
        // An attempt that is due and does not come is another matter.
        clock.set(Duration.ofMinutes(70));
        await().until(() -> standby.metric("tickets_active") == 1);
    }

    @Test
    void withoutContactToTheGroupThereIsNoActiveOneAndAfterwardsThereIsAgain() {
        tuya.tickets().addGenerated(60, 1);
        KafkaInJvm kafka = closing(KafkaInJvm.start(Map.of()));
        start(replica(closing(new StreamInJvm(name, tuya, kafka)))
                .with("camel.component.kafka.session-timeout-ms", "6000"));
        // A standby is ready, too.
        await().until(() -> sweeps("complete") > 0);

        kafka.stopBroker();
        await().until(() -> stream.metric("tickets_active") == 0);
        awaitHealth("no member of group");
        tuya.tickets().updateAny(new Random(1));
        kafka.startBroker();

        awaitReady();
        awaitNextSweep();
        assertThat(stream.metric("tickets_active")).isEqualTo(1);
        Subscriber subscriber = closing(new Subscriber(kafka, stream.ticketTopic()));
        assertThat(subscriber.versions()).hasSize(61).containsExactlyInAnyOrderElementsOf(served());
    }
}
