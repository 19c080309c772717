package io.github.ticketstream.demo;

import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Spread;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.proof.Evidence;
import io.github.ticketstream.proof.Proof;
import io.github.ticketstream.simulator.LivingPopulation;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Kafka, the simulated cloud, the application between them, and a subscriber; and their orderly end. */
final class DemoRun {
    private static final long SEED = 20240626;
    /** The share of the tickets that are open at first. */
    private static final double OPEN = 0.1;

    /** Longer than a sweep whose every page needs its last retry. */
    private static final Duration LAST_SWEEP_PATIENCE = Duration.ofSeconds(60);

    private final DemoSettings settings;
    private final Screen screen;
    private final KafkaInJvm kafka;
    private final TuyaSimulator tuya;
    private final StreamInJvm stream;
    private final Printer printer;
    private final ErrorMix errors;
    private final LivingPopulation changes;
    private final Instant startedAt;

    /** Returns when everything is started and the first ticket may arrive any moment. */
    DemoRun(DemoSettings settings, Screen screen) {
        this.settings = settings;
        this.screen = screen;
        kafka = KafkaInJvm.start(Map.of());
        tuya = TuyaSimulator.start();
        tuya.tickets().addMostlyClosed(settings.tickets(), OPEN, SEED);
        errors = ErrorMix.start(tuya.faults(), settings.errorRate());
        stream = new StreamInJvm("demo", tuya, kafka)
                .with("tickets.poll-period", settings.pollPeriod().toMillis() + "ms")
                .with("tickets.full-sweep-period", settings.fullSweepPeriod().toMillis() + "ms")
                .with("tickets.silent-changes", "publish")
                .with("tickets.disappeared", "publish")
                .with("tuya.requests-per-second", "4");
        introduce();
        changes = LivingPopulation.startOpenHiding(tuya.tickets(), settings.changeEvery(), SEED + 1);
        startedAt = Instant.now();
        stream.start();
        printer = Printer.start(kafka, stream, screen);
    }

    private void introduce() {
        screen.line(
                "A simulated Tuya cloud, the real application, a real Kafka, and a subscriber that reads only what is"
                        + " committed.");
        screen.line("  Tuya     %s: %d tickets, a change every %d ms, %.0f %% of the requests fail"
                .formatted(
                        tuya.baseUrl(),
                        settings.tickets(),
                        settings.changeEvery().toMillis(),
                        settings.errorRate() * 100));
        screen.line("  Kafka    %s, topic %s".formatted(kafka.bootstrapServers(), stream.ticketTopic()));
        screen.line("  Read it  kcat -b %s -C -t %s -X isolation.level=read_committed -K ' '"
                .formatted(kafka.bootstrapServers(), stream.ticketTopic()));
        screen.line("  Page     " + stream.address("/"));
        screen.line("  Health   " + stream.address("/observe/health"));
        screen.line("  Metrics  " + stream.address("/observe/metrics"));
        screen.line("  Ends     "
                + settings.length()
                        .map(length -> "after " + length.toSeconds() + " s, or with Ctrl-C")
                        .orElse("with Ctrl-C")
                + "; then come the figures");
        screen.line("");
        screen.line(TicketLine.titles());
    }

    /**
     * Stops the changes and the errors, lets two more sweeps see everything, stops the application, compares.
     *
     * @return whether the promise held
     */
    boolean finish() throws InterruptedException {
        Duration ran = Duration.between(startedAt, Instant.now());
        changes.close();
        errors.stop();
        screen.line("");
        tuya.tickets().snapshot().stream()
                .findFirst()
                .ifPresent(ticket -> tuya.tickets().remove(ticket.ticketNo()));
        screen.line("No more changes and errors; one ticket is deleted at last. Waiting for two more complete sweeps,"
                + " which it takes to know that it is gone.");
        Duration patience = LAST_SWEEP_PATIENCE.plus(settings.fullSweepPeriod());
        boolean swept = printer.awaitSweepFrom(Instant.now(), patience);
        swept &= printer.awaitSweepFrom(Instant.now(), patience);
        Map<String, Long> sweeps =
                byTag("tickets_sweeps_total{outcome=", "complete", "partial", "incomplete", "failed");
        Map<String, Long> calls = byTag("tuya_calls_total{for=", "full", "partial", "token");
        stream.stop();
        List<ConsumerRecord<String, String>> published = printer.stop();
        Proof proof = Proof.of(new Evidence(
                tuya.log().versions(),
                tuya.tickets().latest(),
                published,
                state(),
                printer.completeSweeps(),
                tuya.tickets().removals()));
        Map<String, Long> failures = Summary.Figures.failures(tuya.log());
        Summary.print(
                screen,
                new Summary.Figures(
                        ran,
                        changes.changes(),
                        tuya.log().requestCount(),
                        failures,
                        errors.slowReplies(),
                        sweeps,
                        calls),
                proof,
                delays(published),
                swept);
        printer.close();
        tuya.close();
        kafka.close();
        return swept && proof.holds();
    }

    /** Seconds from change to topic, of the changes that came while it ran and that have a time: silent ones have none. */
    private Spread delays(List<ConsumerRecord<String, String>> published) {
        List<Double> delays = new ArrayList<>();
        for (ConsumerRecord<String, String> record : published) {
            if (TicketLine.Kind.of(record).isVersion()) {
                Instant changedAt = Instant.parse(Subscriber.header(record, "ce_time"));
                if (changedAt.isAfter(startedAt)) {
                    delays.add((record.timestamp() - changedAt.toEpochMilli()) / 1000.0);
                }
            }
        }
        return Spread.of(delays);
    }

    private Map<String, Long> byTag(String meter, String... tags) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (String tag : tags) {
            values.put(tag, (long) stream.metric(meter + "\"" + tag + "\"}"));
        }
        return values;
    }

    private Map<String, String> state() {
        Map<String, String> marks = new HashMap<>();
        try (Subscriber subscriber = new Subscriber(kafka, stream.stateTopic())) {
            subscriber.recordsToEnd().forEach(record -> marks.put(record.key(), record.value()));
        }
        return marks;
    }
}
