package io.github.ticketstream.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.proof.Evidence;
import io.github.ticketstream.proof.Proof;
import io.github.ticketstream.simulator.Removals;
import io.github.ticketstream.simulator.ServedVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** A checker that can't find anything is worth nothing. What it takes over from {@code Proof} is tested there. */
final class CheckerTest {
    private static final String BAD = "{\"ticket_no\":null}";
    private static final String JSON = "{\"ticket_no\":\"A\",\"update_time\":1}";

    private final List<ConsumerRecord<String, String>> living = new ArrayList<>(List.of(ticket(0), ticket(1)));
    private final List<ConsumerRecord<String, String>> later = new ArrayList<>(living);
    private final Checker checker = new Checker(proof(List.of(ticket(0))));

    @Test
    void findsNothingWhereAllIsWell() {
        Stage.TOPICS.forEach(topic -> checker.compareReaders(topic, living, later));
        checker.compareDeadLetters(List.of(BAD), List.of(record("sum", BAD, 0)));

        assertThat(checker.breaches()).isEmpty();
    }

    @Test
    void namesWhatTheProofFinds() {
        assertThat(new Checker(proof(List.of(ticket(0), ticket(1)))).breaches()).containsOnlyKeys("duplicates");
    }

    @Test
    void namesWhatTheReadersDoNotAgreeAbout() {
        later.set(0, record("A", "{}", 0));
        checker.compareReaders(Stage.TICKETS, living, later);

        assertThat(checker.breaches().get("readers differ")).hasSize(2);
    }

    @Test
    void ofCompactedTopicsReadersAgreeAboutTheLastValues() {
        later.remove(0);
        checker.compareReaders(Stage.STATE, living, later);
        assertThat(checker.breaches()).isEmpty();

        later.set(0, record("A", "2", 1));
        checker.compareReaders(Stage.STATE, living, later);
        assertThat(checker.breaches()).containsOnlyKeys("readers differ");
    }

    @Test
    void namesADeadLetterThatCameTwiceOneThatIsMissingAndOneThatIsInvented() {
        checker.compareDeadLetters(
                List.of(BAD, "17"), List.of(record("sum", BAD, 0), record("sum", BAD, 1), record("other", "[]", 2)));

        assertThat(checker.breaches())
                .containsOnlyKeys("dead letter repeated", "dead letter lost", "dead letter never served");
    }

    private static Proof proof(List<ConsumerRecord<String, String>> published) {
        return Proof.of(new Evidence(
                List.of(new ServedVersion("A", 1, JSON, Instant.EPOCH)),
                Map.of("A", 1L),
                published,
                Map.of("A", "1"),
                List.of(),
                new Removals()));
    }

    private static ConsumerRecord<String, String> ticket(long offset) {
        ConsumerRecord<String, String> record = record("A", JSON, offset);
        record.headers().add("ce_id", "A@1".getBytes(UTF_8));
        return record;
    }

    private static ConsumerRecord<String, String> record(String key, String value, long offset) {
        return new ConsumerRecord<>("t", 0, offset, key, value);
    }
}
