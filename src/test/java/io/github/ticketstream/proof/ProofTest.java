package io.github.ticketstream.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.proof.Proof.Breach;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.simulator.Removals;
import io.github.ticketstream.simulator.ServedVersion;
import io.github.ticketstream.simulator.TicketOrder;
import io.github.ticketstream.simulator.TicketPopulation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A proof that can't fail proves nothing. */
class ProofTest {
    private static final Instant START = Instant.parse("2024-06-26T09:28:22Z");

    private final List<ServedVersion> served = new ArrayList<>();
    private final List<ConsumerRecord<String, String>> published = new ArrayList<>();
    private final Map<String, Long> latest = new HashMap<>();
    private final Map<String, String> state = new HashMap<>();
    private final List<SweepRecord> sweeps = new ArrayList<>();
    private final Removals removals = new Removals();

    /** Ticket A in versions 1 and 2, ticket B in version 1; all of it published as it should be. */
    ProofTest() {
        serve("A", 1, 0);
        serve("B", 1, 0);
        serve("A", 2, 10);
        sweepCovering(0);
        sweepCovering(10);
        publish("A", 1);
        publish("B", 1);
        publish("A", 2);
        latest.put("A", 2L);
        latest.put("B", 1L);
        state.put("A", "2");
        state.put("B", "1");
    }

    @Test
    void holdsWhenEverythingArrivedOnceAndInOrder() {
        Proof proof = prove();

        assertThat(proof.holds()).isTrue();
        assertThat(proof.versionsServed()).isEqualTo(3);
        assertThat(proof.recordsPublished()).isEqualTo(3);
        assertThat(proof.tickets()).isEqualTo(2);
        assertThat(proof.superseded()).isZero();
    }

    @Test
    void holdsForASilentChangeThatIsPublishedOnceAndFailsForItsRepetition() {
        served.add(new ServedVersion("B", 1, "{\"silent\":1}", START.plusSeconds(1)));
        publishAs("B", "B@1.0123abcd", "{\"silent\":1}");
        assertThat(prove().holds()).isTrue();
        assertThat(prove().silentChanges()).isEqualTo(1);

        publishAs("B", "B@1.0123abcd", "{\"silent\":1}");
        assertOnly(Breach.DUPLICATE, "B@1");
    }

    @Test
    void failsOnATicketThatIsToldToBeGoneAndWasNot() {
        publishAs("B", "B@gone." + START.toEpochMilli(), null);
        state.remove("B");
        latest.remove("B");

        assertThat(prove().breaches(Breach.WRONGLY_GONE)).containsExactly("B@gone." + START.toEpochMilli());
    }

    /** Served to a sweep that failed, and its ticket was deleted before the next one. */
    @Test
    void holdsForAVersionWhoseTicketWasDeletedBeforeItWasPublished() {
        MutableClock clock = new MutableClock(START.plusSeconds(30));
        TicketPopulation tickets = new TicketPopulation(clock, TicketOrder.INSERTION);
        tickets.addJson("{\"ticket_no\":\"C\",\"update_time\":1}");
        serve("C", 1, 20);
        tickets.remove("C");

        assertThat(prove(tickets.removals()).holds()).isTrue();
        assertThat(prove().breaches(Breach.LOST)).hasSize(1);
    }

    @Test
    void failsOnATicketThatTwoCompleteSweepsMissedAndThatIsNotToldToBeGone() {
        MutableClock clock = new MutableClock(START.plusSeconds(15));
        TicketPopulation tickets = new TicketPopulation(clock, TicketOrder.INSERTION);
        tickets.addJson("{\"ticket_no\":\"B\",\"update_time\":1}");
        tickets.remove("B");
        latest.remove("B");
        sweepCovering(20);
        assertThat(prove(tickets.removals()).holds()).isTrue();

        sweepCovering(30);
        assertThat(prove(tickets.removals()).breaches(Breach.LOST))
                .containsExactly("B, which is gone, is not told to be");

        publishAs("B", "B@gone." + START.plusSeconds(29).toEpochMilli(), null);
        state.remove("B");
        Proof proof = prove(tickets.removals());
        assertThat(proof.holds()).isTrue();
        assertThat(proof.disappearances()).isEqualTo(1);
    }

    private void publishAs(String ticketNo, String id, String json) {
        Headers headers = new RecordHeaders().add("ce_id", id.getBytes(UTF_8));
        published.add(new ConsumerRecord<>(
                "tickets",
                0,
                published.size(),
                START.plusSeconds(60).toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                ticketNo,
                json,
                headers,
                Optional.empty()));
    }

    private interface Mishap {
        void befall(ProofTest run);
    }

    static Stream<Arguments> mishaps() {
        return Stream.of(
                mishap(run -> run.publish("B", 1), Breach.DUPLICATE, "B@1"),
                mishap(run -> run.publish("A", 1), Breach.DUPLICATE, "A@1"),
                mishap(
                        run -> {
                            run.published.remove(2);
                            run.state.put("A", "1");
                        },
                        Breach.LOST,
                        "A@2, the latest of its ticket"),
                mishap(run -> run.latest.put("C", 5L), Breach.LOST, "C@5, the latest of its ticket"),
                mishap(run -> run.published.remove(0), Breach.LOST, "A@1, served to a complete sweep"),
                mishap(run -> run.serve("C", 1, 5), Breach.LOST, "C@1, newer than anything published of its ticket"),
                mishap(run -> run.published.add(run.published.remove(0)), Breach.OUT_OF_ORDER, "A@1 after 2"),
                mishap(
                        run -> {
                            run.publish("A", 3);
                            run.state.put("A", "3");
                        },
                        Breach.NEVER_SERVED,
                        "A@3"),
                mishap(run -> run.state.put("A", "1"), Breach.STATE, "A has mark 1, last published 2"),
                mishap(run -> run.state.remove("B"), Breach.STATE, "B has mark null, last published 1"));
    }

    private static Arguments mishap(Mishap mishap, Breach breach, String found) {
        return Arguments.of(mishap, breach, found);
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("mishaps")
    void failsOnEachMishapAndFindsNothingElse(Mishap mishap, Breach breach, String found) {
        mishap.befall(this);

        assertOnly(breach, found);
    }

    @Test
    void isNotMisledByAVersionThatOnlyAFailedSweepSawBeforeTheNextOne() {
        serve("A", 0, 5);

        Proof proof = prove();

        assertThat(proof.holds()).isTrue();
        assertThat(proof.superseded()).isEqualTo(1);
    }

    @Test
    void failsOnAnAlteredValue() {
        published.set(1, record("B", 1, json("B", 1).replace("2.50", "2.5")));

        Proof proof = prove();

        assertThat(proof.holds()).isFalse();
        assertThat(proof.breaches(Breach.ALTERED)).singleElement().asString().startsWith("B@1 served as");
    }

    @Test
    void failsOnAKeyThatIsNotTheVersions() {
        ConsumerRecord<String, String> wrong = new ConsumerRecord<>("tickets", 0, 9, "B", json("A", 2));
        wrong.headers().add("ce_id", "A@2".getBytes(UTF_8));
        published.add(wrong);

        assertOnly(Breach.ALTERED, "key B with ce_id A@2");
    }

    @Test
    void doesNotMindBlanksAndTheOrderOfFields() {
        published.set(1, record("B", 1, "{\"x\": 2.50, \"update_time\": 1, \"ticket_no\": \"B\"}"));

        assertThat(prove().holds()).isTrue();
    }

    private void assertOnly(Breach breach, String... cases) {
        Proof proof = prove();

        assertThat(proof.holds()).isFalse();
        for (Breach each : Breach.values()) {
            assertThat(proof.breaches(each))
                    .as(each.title())
                    .containsExactlyInAnyOrder(each == breach ? cases : new String[0]);
        }
    }

    private Proof prove() {
        return prove(removals);
    }

    private Proof prove(Removals away) {
        return Proof.of(new Evidence(served, latest, published, state, sweeps, away));
    }

    private void serve(String ticketNo, long updateTime, int second) {
        served.add(new ServedVersion(ticketNo, updateTime, json(ticketNo, updateTime), START.plusSeconds(second)));
    }

    private void sweepCovering(int second) {
        Instant middle = START.plusSeconds(second);
        sweeps.add(
                new SweepRecord(middle.minusSeconds(1), middle.plusSeconds(1), middle.plusSeconds(2), 2, 2, 0, 0, 1));
    }

    private void publish(String ticketNo, long updateTime) {
        published.add(record(ticketNo, updateTime, json(ticketNo, updateTime)));
    }

    private static ConsumerRecord<String, String> record(String ticketNo, long updateTime, String json) {
        ConsumerRecord<String, String> record = new ConsumerRecord<>("tickets", 0, 0, ticketNo, json);
        record.headers().add("ce_id", (ticketNo + "@" + updateTime).getBytes(UTF_8));
        return record;
    }

    private static String json(String ticketNo, long updateTime) {
        return "{\"ticket_no\":\"%s\",\"update_time\":%d,\"x\":2.50}".formatted(ticketNo, updateTime);
    }
}
