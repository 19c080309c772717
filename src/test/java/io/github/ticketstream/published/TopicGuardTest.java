package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.settings.TestSettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a state topic has lost what it held, and what is told of a ticket topic that has changed. */
final class TopicGuardTest {
    private static final String STREAM = "tuya-ticket-stream";

    private final PublishedVersions versions = new PublishedVersions();
    private final TopicGuard guard = new TopicGuard(TestSettings.tickets());
    private long sweeps;

    @Test
    void aSweepRecordThatKnowsNoBeginStillShowsTheLoss() {
        versions.readSweep(record(
                "{\"total\":10}", Map.of("state_topic", "tuya.tickets.state", "state_topic_id", "a", "tracked", "10")));

        assertLost(state("a", 4, 20, 60), "has lost its oldest records");
    }

    @Test
    void aRunningProcessComparesWithWhatItHasSeenSinceTheLastSweep() {
        sweep(state("a", 10, 0, 50));
        assertWhole(state("a", 30, 0, 90));

        assertLost(state("a", 20, 40, 95), "has lost its oldest records");
        assertLost(state("a", 20, 40, 95), "has lost its oldest records");
        assertWhole(state("a", 30, 40, 120));
    }

    @Test
    void aFirstRunThatLosesItsMarksGoesOnWhenItIsToldToBeginAnew() {
        assertWhole(state("a", 10, 0, 50));
        assertLost(state("b", 0, 0, 0), "was deleted and recreated");

        versions.readSweep(record(null, Map.of()));

        assertWhole(state("b", 0, 0, 0));
        assertWhole(state("b", 8, 0, 20));
        assertLost(state("c", 0, 0, 0), "was deleted and recreated");
    }

    @Test
    void marksThatAreLostTogetherWithTheSweepTopicAreMissedByARunningProcess() {
        sweep(state("a", 10, 0, 50));
        assertWhole(state("a", 10, 0, 50));
        versions.clear();

        assertLost(state("b", 0, 0, 0), "was deleted and recreated");
    }

    /** It has been a standby meanwhile, and the active one has begun anew. */
    @Test
    void whatAnotherReplicaHasFoundWholeSinceIsWhole() {
        sweep(state("a", 10, 0, 50));
        assertWhole(state("a", 10, 0, 50));
        sweep(state("b", 3, 0, 9));

        assertWhole(state("b", 3, 0, 9));
    }

    @Test
    void aForeignRecordOnTheSweepTopicDoesNotMakeAProcessForget() {
        assertWhole(state("a", 10, 0, 50));
        versions.readSweep(record("{}", Map.of()));

        assertLost(state("a", 3, 20, 60), "has lost its oldest records");
    }

    @ParameterizedTest
    @CsvSource({
        "a, 9, 0, 90, ''",
        // Tombstones take marks away, and compaction the tombstones.
        "a, 3, 0, 50, ''",
        "a, 0, 0, 60, ''",
        "a, 3, 0, 40, has lost its newest records",
        "a, 3, 7, 50, has lost its oldest records (it begins at offset 7",
        "a, 5, 7, 50, ''",
        "b, 3, 0, 50, was deleted and recreated",
        "b, 5, 0, 5, ''"
    })
    void marksAreLostWhereNoTombstoneCanHaveTakenThem(String id, long tracked, long begin, long end, String loss) {
        sweep(state("a", 5, 0, 50));

        if (loss.isEmpty()) {
            assertWhole(state(id, tracked, begin, end));
        } else {
            assertLost(state(id, tracked, begin, end), loss);
        }
    }

    @Test
    void aStateTopicOfAnotherNameIsAChoice() {
        sweep(state("a", 10, 0, 50));

        assertWhole(new StateTopic("another", "b", 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "tickets, a, 3, ''",
        "tickets, b, 3, was deleted and recreated: its earlier records are not published again; compact it",
        "tickets, a, 6, has 6 partitions instead of 3",
        "other, b, 6, ''"
    })
    void whatOthersMakeOfTheTicketTopicIsToldOnce(String name, String id, int partitions, String told) {
        guard.checkTickets(versions, new TicketTopic("tickets", "a", 3), "; compact it");
        TicketTopic now = new TicketTopic(name, id, partitions);
        try (CapturedLog log = CapturedLog.of(TopicGuard.class.getName())) {
            guard.checkTickets(versions, now, "; compact it");
            guard.checkTickets(versions, now, "; compact it");

            assertThat(guard.notice()).contains(told);
            assertThat(log.events()).hasSize(told.isEmpty() ? 0 : 1);
        }
    }

    private static StateTopic state(String id, long tracked, long begin, long end) {
        return new StateTopic("tuya.tickets.state", id, tracked, begin, end);
    }

    private void assertWhole(StateTopic now) {
        assertThatCode(() -> guard.check(versions, now)).doesNotThrowAnyException();
    }

    private void assertLost(StateTopic now, String how) {
        assertThatThrownBy(() -> guard.check(versions, now))
                .isInstanceOf(KafkaFailure.class)
                .hasMessageContaining("the state topic tuya.tickets.state " + how)
                .hasMessageContaining("with " + now.tracked() + " marks left")
                .satisfies(thrown -> assertThat(((KafkaFailure) thrown).remedy())
                        .contains("rebuild the marks", "by a tombstone under the key " + STREAM));
    }

    private void sweep(StateTopic state) {
        versions.readSweep(record("{\"total\":10}", state.headers()));
    }

    private ConsumerRecord<String, byte[]> record(String value, Map<String, String> headers) {
        ConsumerRecord<String, byte[]> sweep = new ConsumerRecord<>(
                "sweeps", 0, sweeps++, STREAM, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        headers.forEach((name, text) -> sweep.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return sweep;
    }
}
