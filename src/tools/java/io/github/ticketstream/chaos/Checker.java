package io.github.ticketstream.chaos;

import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.proof.Evidence;
import io.github.ticketstream.proof.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Everything that breaks the promise: what {@link Proof} found about tickets and state, and what is looked at here. */
final class Checker {
    private final Map<String, List<String>> breaches = new TreeMap<>();

    Checker(Proof proof) {
        for (Proof.Breach breach : Proof.Breach.values()) {
            proof.breaches(breach).forEach(what -> found(breach.title(), what));
        }
    }

    Map<String, List<String>> breaches() {
        return breaches;
    }

    /**
     * @param living the records of the reader that ran through all faults
     * @param later the records of a reader that started afterwards, which need not see all of a compacted topic
     */
    void compareReaders(
            String topic, List<ConsumerRecord<String, String>> living, List<ConsumerRecord<String, String>> later) {
        if (topic.equals(Stage.STATE) || topic.equals(Stage.SWEEPS)) {
            if (!Evidence.newest(living).equals(Evidence.newest(later))) {
                found("readers differ", topic + ": the last values of its keys");
            }
            return;
        }
        Set<String> seen = texts(living);
        Set<String> seenLater = texts(later);
        seen.stream()
                .filter(record -> !seenLater.contains(record))
                .forEach(record -> found("readers differ", topic + ": not later " + record));
        seenLater.stream()
                .filter(record -> !seen.contains(record))
                .forEach(record -> found("readers differ", topic + ": only later " + record));
        if (seen.size() != living.size()) {
            found("readers differ", topic + ": a record was read twice");
        }
    }

    private static Set<String> texts(List<ConsumerRecord<String, String>> records) {
        return records.stream()
                .map(record -> "%d/%d: %s %s=%s"
                        .formatted(
                                record.partition(),
                                record.offset(),
                                Subscriber.header(record, "ce_id"),
                                record.key(),
                                record.value()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param served every distinct entry that the API gave away and that is no ticket */
    void compareDeadLetters(List<String> served, List<ConsumerRecord<String, String>> deadLetters) {
        Map<String, Long> published = deadLetters.stream()
                .map(ConsumerRecord::value)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        published.forEach((entry, times) -> {
            if (times > 1) {
                found("dead letter repeated", times + " times " + entry);
            }
            if (!served.contains(entry)) {
                found("dead letter never served", entry);
            }
        });
        served.stream()
                .filter(entry -> !published.containsKey(entry))
                .forEach(entry -> found("dead letter lost", entry));
    }

    void found(String breach, String what) {
        breaches.computeIfAbsent(breach, name -> new ArrayList<>()).add(what);
    }
}
