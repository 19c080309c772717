package io.github.ticketstream.chaos;

import io.github.ticketstream.chaos.History.Reading;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.proof.Evidence;
import io.github.ticketstream.proof.Proof;
import io.github.ticketstream.proof.SweepRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Holds the promise against a history: {@link Proof} about tickets and state, the rest here. */
final class Checker {
    private static final String DEAD_LETTER_MARK = "dead-letter/";

    private final History history;
    private final Map<String, List<String>> breaches = new TreeMap<>();
    private final Proof proof;

    Checker(History history) {
        this.history = history;
        List<SweepRecord> sweeps =
                history.living().sweeps().stream().map(SweepRecord::read).toList();
        this.proof = Proof.of(new Evidence(
                history.served(),
                history.latest(),
                history.living().tickets(),
                marks(history.living()),
                history.everyVersionCounts() ? sweeps : List.of(),
                history.removals()));
        for (Proof.Breach breach : Proof.Breach.values()) {
            proof.breaches(breach).forEach(what -> found(breach.title(), what));
        }
        compareReaders();
        compareDeadLetters();
        if (history.lastVersionsAfter().compareTo(history.patience()) > 0) {
            found(
                    "late",
                    "the last versions came after "
                            + history.lastVersionsAfter().toMillis() + " ms instead of "
                            + history.patience().toMillis());
        }
    }

    /** Name of the breach → its cases. */
    Map<String, List<String>> breaches() {
        return breaches;
    }

    Proof proof() {
        return proof;
    }

    private static Map<String, String> marks(Reading reading) {
        Map<String, String> marks = newest(reading.state());
        marks.keySet().removeIf(key -> key.startsWith(DEAD_LETTER_MARK));
        return marks;
    }

    /** As compaction leaves it. */
    private static Map<String, String> newest(List<ConsumerRecord<String, String>> records) {
        Map<String, String> newest = new HashMap<>();
        records.forEach(record -> newest.put(record.key(), record.value()));
        return newest;
    }

    private void compareReaders() {
        compareAll("tickets", history.living().tickets(), history.later().tickets());
        compareAll(
                "dead letters", history.living().deadLetters(), history.later().deadLetters());
        compareNewest("state", history.living().state(), history.later().state());
        compareNewest("sweeps", history.living().sweeps(), history.later().sweeps());
    }

    private void compareAll(
            String topic, List<ConsumerRecord<String, String>> living, List<ConsumerRecord<String, String>> later) {
        Map<String, String> seen = byPlace(living);
        Map<String, String> seenLater = byPlace(later);
        seen.forEach((place, record) -> {
            if (!record.equals(seenLater.get(place))) {
                found("readers differ", topic + " " + place + ": " + record + ", later " + seenLater.get(place));
            }
        });
        seenLater.forEach((place, record) -> {
            if (!seen.containsKey(place)) {
                found("readers differ", topic + " " + place + ": only later " + record);
            }
        });
        if (seen.size() != living.size()) {
            found("readers differ", topic + ": a place was read twice");
        }
    }

    private static Map<String, String> byPlace(List<ConsumerRecord<String, String>> records) {
        return records.stream()
                .collect(Collectors.toMap(
                        record -> record.partition() + "/" + record.offset(),
                        record -> Subscriber.header(record, "ce_id") + " " + record.key() + "=" + record.value(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** For compacted topics: whoever comes later may not see all that was there. */
    private void compareNewest(
            String topic, List<ConsumerRecord<String, String>> living, List<ConsumerRecord<String, String>> later) {
        if (!newest(living).equals(newest(later))) {
            found("readers differ", topic + ": the last values of its keys");
        }
    }

    private void compareDeadLetters() {
        Map<String, Long> told = history.living().deadLetters().stream()
                .map(ConsumerRecord::value)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        told.forEach((entry, times) -> {
            if (times > 1) {
                found("dead letter repeated", times + " times " + entry);
            }
            if (!history.badEntries().contains(entry)) {
                found("dead letter never served", entry);
            }
        });
        history.badEntries().stream()
                .filter(entry -> !told.containsKey(entry))
                .forEach(entry -> found("dead letter lost", entry));
    }

    private void found(String breach, String what) {
        breaches.computeIfAbsent(breach, name -> new ArrayList<>()).add(what);
    }
}
