package io.github.ticketstream.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.chaos.History.Reading;
import io.github.ticketstream.simulator.Removals;
import io.github.ticketstream.simulator.ServedVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** A checker that can't find anything is worth nothing. What it takes over from {@code Proof} is tested there. */
final class CheckerTest {
    /** Long enough for everything that was served at the epoch. */
    private static final String SWEEP =
            "{\"started_at\":0,\"completed_at\":1,\"total\":1,\"published\":1,\"unchanged\":0,\"dead_lettered\":1,\"api_calls\":1}";

    private static final String BAD = "{\"ticket_no\":null}";

    private final List<ServedVersion> served = new ArrayList<>(List.of(version("A", 1), version("A", 2)));
    private final List<String> badEntries = new ArrayList<>(List.of(BAD));
    private final Reading living = reading();
    private final Reading later = reading();
    private Duration lastVersionsAfter = Duration.ofMillis(1500);
    private boolean everyVersionCounts;

    @Test
    void findsNothingWhereAllIsWell() {
        assertThat(breaches()).isEmpty();
    }

    @Test
    void namesWhatTheProofFinds() {
        living.tickets().add(ticket("A", 2, 2));
        later.tickets().add(ticket("A", 2, 2));

        assertThat(breaches()).containsOnlyKeys("duplicates");
    }

    @Test
    void namesAnEarlierVersionThatIsLostOnlyWhereEveryVersionCounts() {
        for (Reading reading : List.of(living, later)) {
            reading.tickets().remove(0);
            reading.sweeps().add(record("chaos", SWEEP, 0));
        }

        assertThat(breaches()).isEmpty();
        everyVersionCounts = true;
        assertThat(breaches()).containsOnlyKeys("lost");
    }

    @Test
    void namesLastVersionsThatAreLate() {
        lastVersionsAfter = Duration.ofMillis(1501);

        assertThat(breaches()).containsOnlyKeys("late");
    }

    @Test
    void namesWhatTheReadersDoNotAgreeAbout() {
        later.tickets().set(0, new ConsumerRecord<>("t", 0, 0, "A", "{}"));

        assertThat(breaches()).containsOnlyKeys("readers differ");
    }

    @Test
    void namesAMarkThatIsNotThatOfTheLastRecord() {
        living.state().add(record("A", "1", 2));
        later.state().add(record("A", "1", 2));

        assertThat(breaches()).containsOnlyKeys("state differs");
    }

    @Test
    void namesADeadLetterThatCameTwiceOneThatIsMissingAndOneThatIsInvented() {
        badEntries.add("17");
        for (Reading reading : List.of(living, later)) {
            reading.deadLetters().add(record("sum", BAD, 1));
            reading.deadLetters().add(record("other", "[]", 2));
        }

        assertThat(breaches()).containsOnlyKeys("dead letter repeated", "dead letter lost", "dead letter never served");
    }

    private Map<String, List<String>> breaches() {
        return new Checker(new History(
                        served,
                        badEntries,
                        Map.of("A", 2L),
                        living,
                        later,
                        lastVersionsAfter,
                        Duration.ofMillis(1500),
                        everyVersionCounts,
                        new Removals()))
                .breaches();
    }

    private static Reading reading() {
        return new Reading(
                new ArrayList<>(List.of(ticket("A", 1, 0), ticket("A", 2, 1))),
                new ArrayList<>(List.of(record("A", "1", 0), record("A", "2", 1), record("dead-letter/sum", "5", 1))),
                new ArrayList<>(),
                new ArrayList<>(List.of(record("sum", BAD, 0))));
    }

    private static ServedVersion version(String ticket, long updateTime) {
        return new ServedVersion(ticket, updateTime, json(ticket, updateTime), Instant.EPOCH);
    }

    private static ConsumerRecord<String, String> ticket(String number, long updateTime, long offset) {
        ConsumerRecord<String, String> record = record(number, json(number, updateTime), offset);
        record.headers().add("ce_id", (number + "@" + updateTime).getBytes(UTF_8));
        return record;
    }

    private static ConsumerRecord<String, String> record(String key, String value, long offset) {
        return new ConsumerRecord<>("t", 0, offset, key, value);
    }

    private static String json(String ticket, long updateTime) {
        return "{\"ticket_no\":\"" + ticket + "\",\"update_time\":" + updateTime + "}";
    }
}
