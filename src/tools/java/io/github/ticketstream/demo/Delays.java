package io.github.ticketstream.demo;

import io.github.ticketstream.kit.Subscriber;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * From change to topic, of the changes that came while the demo ran and that have a time: silent ones have none.
 *
 * @param sorted in milliseconds, the shortest first
 */
record Delays(List<Long> sorted) {
    static Delays of(List<ConsumerRecord<String, String>> published, Instant start) {
        LongStream delays = published.stream()
                .filter(record -> TicketLine.Kind.of(record).isVersion() && changedAt(record).isAfter(start))
                .mapToLong(record -> record.timestamp() - changedAt(record).toEpochMilli());
        return new Delays(delays.sorted().boxed().toList());
    }

    private static Instant changedAt(ConsumerRecord<String, String> record) {
        return Instant.parse(Subscriber.header(record, "ce_time"));
    }

    /** In words: the median, and what 95 % of the changes did not exceed. */
    String inWords() {
        return sorted.isEmpty() ? "no change" : "%.1f s median, %.1f s 95 %%".formatted(seconds(0.5), seconds(0.95));
    }

    private double seconds(double share) {
        return sorted.get((int) (share * (sorted.size() - 1))) / 1000.0;
    }
}
