package io.github.ticketstream.demo;

import io.github.ticketstream.demo.Screen.Style;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Spread;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.proof.Evidence;
import io.github.ticketstream.proof.Proof;
import io.github.ticketstream.proof.Proof.Breach;
import io.github.ticketstream.proof.SweepRecord;
import io.github.ticketstream.simulator.LivingPopulation;
import io.github.ticketstream.simulator.ServedRequest;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Kafka, the simulated cloud, the application between them, and a subscriber; their orderly end, and the figures. */
final class DemoRun {
    private static final long SEED = 20240626;
    /** The share of the tickets that are open at first. */
    private static final double OPEN = 0.1;

    /** Longer than a sweep whose every page needs its last retry. */
    private static final Duration LAST_SWEEP_PATIENCE = Duration.ofSeconds(60);

    private static final int EXAMPLES = 3;

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
        tuya.quirks().maxPageSize(settings.pageCap());
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
        String end = settings.length()
                .map(length -> "after " + length.toSeconds() + " s, or with Ctrl-C")
                .orElse("with Ctrl-C");
        screen.line(
                """
                A simulated Tuya cloud, the real application, a real Kafka, and a subscriber that reads committed \
                records only.
                  Tuya     %s: %d tickets, a change every %d ms, %.0f %% of the requests fail
                  Kafka    %s, topic %s
                  Read it  kcat -b %5$s -C -t %6$s -X isolation.level=read_committed -K ' '
                  Page     %s
                  Health   %s
                  Metrics  %s
                  Ends     %s, and then prints a summary

                %s"""
                        .formatted(
                                tuya.baseUrl(),
                                settings.tickets(),
                                settings.changeEvery().toMillis(),
                                settings.errorRate() * 100,
                                kafka.bootstrapServers(),
                                stream.ticketTopic(),
                                stream.address("/"),
                                stream.address("/observe/health"),
                                stream.address("/observe/metrics"),
                                end,
                                TicketLine.titles()));
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
        tuya.tickets().latest().keySet().stream().findFirst().ifPresent(tuya.tickets()::remove);
        screen.line("\nChanges and errors have stopped, and one last ticket was deleted. Two more complete sweeps will show that it is"
                + " gone.");
        Duration patience = LAST_SWEEP_PATIENCE.plus(settings.fullSweepPeriod());
        boolean swept = printer.awaitSweepFrom(Instant.now(), patience);
        swept &= printer.awaitSweepFrom(Instant.now(), patience);
        Map<String, Long> sweeps = metrics("tickets_sweeps_total{outcome=", "complete", "partial", "incomplete", "failed");
        long pageSize = (long) stream.metric("tickets_page_size");
        Map<String, Long> calls = metrics("tuya_calls_total{for=", "full", "partial", "token");
        stream.stop();
        printer.stop();
        Proof proof = prove();
        screen.line("");
        figure("ran", ran.toSeconds() + " s");
        figure("changes", changes.changes());
        requests();
        figure("sweeps", text(sweeps));
        figure("tickets on a page", pageSize);
        figure("calls", text(calls));
        callsPerVersion();
        delays();
        figures(proof);
        if (!swept) {
            screen.line(screen.paint(
                    Style.BAD, "No complete sweep came after the last change: the latest versions can't be there."));
        }
        boolean held = swept && proof.holds();
        screen.line(screen.paint(
                held ? Style.GOOD : Style.BAD,
                held ? "Every version that was served arrived exactly once, in order." : "THE PROMISE IS BROKEN."));
        printer.close();
        tuya.close();
        kafka.close();
        return held;
    }

    /** Counts from the first complete sweep on, when all existing tickets were published. */
    private void callsPerVersion() {
        if (printer.sweeps().isEmpty()) {
            return;
        }
        Instant first = SweepRecord.read(printer.sweeps().get(0)).writtenAt();
        long calls = tuya.log().requests().stream()
                .filter(request -> request.time().isAfter(first))
                .count();
        long versions = printer.tickets().stream()
                .filter(record -> record.timestamp() > first.toEpochMilli())
                .count();
        figure(
                "calls per version",
                "%.2f (%d calls and %d versions after the first complete sweep)"
                        .formatted((double) calls / (double) Math.max(1, versions), calls, versions));
    }

    private Map<String, Long> metrics(String meter, String... tags) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (String tag : tags) {
            values.put(tag, (long) stream.metric(meter + "\"" + tag + "\"}"));
        }
        return values;
    }

    private static String text(Map<String, Long> values) {
        return values.entrySet().stream()
                .map(value -> value.getValue() + " " + value.getKey())
                .collect(Collectors.joining(", "));
    }

    private Proof prove() {
        try (Subscriber state = new Subscriber(kafka, stream.stateTopic())) {
            return Proof.of(Evidence.of(tuya, printer.tickets(), state.recordsToEnd(), printer.sweeps()));
        }
    }

    private void requests() {
        Map<String, Long> failures = tuya.log().requests().stream()
                .filter(request -> !request.isOk())
                .collect(Collectors.groupingBy(ServedRequest::outcome, TreeMap::new, Collectors.counting()));
        long failed = failures.values().stream().mapToLong(Long::longValue).sum();
        figure(
                "requests",
                "%d; %d failed, %d slow".formatted(tuya.log().requestCount(), failed, errors.slowReplies()));
        failures.forEach((outcome, times) -> figure("  " + outcome, times));
    }

    /** Seconds from change to topic, of the changes that came while it ran and that have a time: silent ones have none. */
    private void delays() {
        Spread delays = Spread.of(printer.tickets().stream()
                .filter(record -> TicketLine.Kind.of(record).isVersion() && changedAt(record) > startedAt.toEpochMilli())
                .map(record -> (record.timestamp() - changedAt(record)) / 1000.0)
                .toList());
        figure(
                "change to topic",
                delays.isEmpty()
                        ? "no change"
                        : "%.1f s median, %.1f s 95 %%".formatted(delays.median(), delays.at(0.95)));
    }

    private static long changedAt(ConsumerRecord<String, String> record) {
        return Instant.parse(Subscriber.header(record, "ce_time")).toEpochMilli();
    }

    private void figures(Proof proof) {
        figure("tickets", proof.tickets());
        figure("versions served", proof.versionsServed());
        int versions = proof.recordsPublished() - proof.disappearances() - proof.silentChanges();
        long again = versions - distinctVersions();
        figure(
                "records published",
                "%d = %d versions + %s%d silent changes + %d disappeared"
                        .formatted(
                                proof.recordsPublished(),
                                versions - again,
                                again > 0 ? again + " of tickets that came back + " : "",
                                proof.silentChanges(),
                                proof.disappearances()));
        if (proof.superseded() > 0) {
            figure(
                    "superseded",
                    proof.superseded() + " (served only to a sweep that failed; a newer version was published)");
        }
        for (Breach breach : Breach.values()) {
            List<String> cases = proof.breaches(breach);
            figure(breach.title(), screen.paint(cases.isEmpty() ? Style.GOOD : Style.BAD, "" + cases.size()));
            cases.stream().limit(EXAMPLES).forEach(each -> screen.line("    " + each));
        }
    }

    /** A ticket that disappeared and came back is published again, in the version that it had. */
    private long distinctVersions() {
        return printer.tickets().stream()
                .filter(record -> TicketLine.Kind.of(record).isVersion())
                .map(record -> Subscriber.header(record, "ce_id"))
                .distinct()
                .count();
    }

    private void figure(String name, Object value) {
        screen.line("  %-20s %s".formatted(name, value));
    }
}
