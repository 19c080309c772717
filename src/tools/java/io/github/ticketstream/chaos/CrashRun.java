package io.github.ticketstream.chaos;

import static io.github.ticketstream.chaos.ResultTable.seconds;

import io.github.ticketstream.proof.Evidence;
import io.github.ticketstream.proof.Proof;
import io.github.ticketstream.simulator.LivingPopulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** One run: a fault, recovery, the next fault, while tickets change all the time; in the end the proof. */
final class CrashRun implements AutoCloseable {
    private static final Duration RECOVERY_PATIENCE = Duration.ofSeconds(180);
    private static final Duration LAST_PATIENCE = Duration.ofMinutes(2);
    /** Periods of full sweeps until the last version of every ticket must be there. */
    private static final int PERIODS = 3;

    private static final Duration SLOW_MACHINE = Duration.ofMinutes(1);

    private static final Duration CHANGE_EVERY = Duration.ofMillis(100);
    private static final int NEW_TICKET_ONE_IN = 200;
    /** List entries that are no ticket, each a little different. */
    private static final List<String> BAD_ENTRIES = List.of(
            "{\"ticket_no\":null,\"update_time\":1,\"n\":%d}",
            "{\"ticket_no\":\"  \",\"update_time\":1719394102000,\"n\":%d}",
            "{\"ticket_no\":\"BAD%d\"}",
            "{\"ticket_no\":\"BAD%d\",\"update_time\":-1}",
            "{\"ticket_no\":\"BAD%d\",\"update_time\":\"yesterday\"}",
            "\"a text %d\"",
            "[%d]",
            "%d");

    private final CrashSettings settings;
    private final Consumer<String> out;
    private final Stage stage;
    private final Random random;
    private final ResultTable table = new ResultTable();
    private final long startedAt = System.nanoTime();

    CrashRun(CrashSettings settings, Path directory, Consumer<String> out) throws IOException {
        this.settings = settings;
        this.out = out;
        this.random = new Random(settings.seed() + 1);
        this.stage = new Stage(settings, directory);
    }

    boolean run() throws Exception {
        List<FaultKind> schedule = settings.schedule();
        out.accept("seed %d, %d replicas: %s"
                .formatted(
                        settings.seed(),
                        settings.replicas(),
                        schedule.stream()
                                .collect(Collectors.groupingBy(
                                        kind -> kind, () -> new EnumMap<>(FaultKind.class), Collectors.counting()))));
        stage.start();
        out.accept("everything runs after " + seconds(System.nanoTime() - startedAt));
        LivingPopulation changes = LivingPopulation.startHiding(
                stage.tuya.tickets(), CHANGE_EVERY, NEW_TICKET_ONE_IN, settings.seed() + 2);
        Random badEntries = new Random(settings.seed() + 3);
        for (int number = 1; number <= schedule.size(); number++) {
            String entry = BAD_ENTRIES.get(badEntries.nextInt(BAD_ENTRIES.size()));
            stage.tuya.tickets().addGarbage(entry.formatted(number));
            strike(number, schedule.get(number - 1));
        }
        stage.heal();
        changes.close();
        Duration lastVersionsAfter = awaitLatest();
        for (Replica replica : stage.replicas) {
            replica.stop();
        }
        try (LivingReader later = new LivingReader(stage.kafka.directClient())) {
            awaitEnd(stage.reader());
            awaitEnd(later);
            Proof proof = proof();
            Checker checker = check(proof, later);
            Duration patience = patience();
            if (lastVersionsAfter.compareTo(patience) > 0) {
                checker.found("late", "the last versions came after " + lastVersionsAfter + " instead of " + patience);
            }
            table.figure("changes", changes.changes());
            figures(proof, checker);
            table.lines(checker.breaches()).forEach(out);
            return checker.breaches().isEmpty();
        }
    }

    /** For the last versions. A machine that has much else to do takes longer than a few short periods. */
    private Duration patience() {
        Duration periods = CrashSettings.FULL_SWEEP_PERIOD.multipliedBy(PERIODS);
        return periods.compareTo(SLOW_MACHINE) > 0 ? periods : SLOW_MACHINE;
    }

    private void strike(int number, FaultKind kind) throws Exception {
        Strike strike = kind.strike(new Strike(stage, random));
        Progress.Line recovery = stage.progress
                .await(strike.over(), RECOVERY_PATIENCE, strike.recovery())
                .orElseThrow(() -> new IllegalStateException("no complete sweep for " + RECOVERY_PATIENCE.toSeconds()
                        + " s after " + kind + " " + strike.detail()));
        table.recovered(kind, recovery.at() - strike.over());
        // The replica that took over, if the fault lasted long enough.
        String failOver = strike.deposed()
                .flatMap(deposed -> stage.progress.await(
                        strike.at(), Duration.ZERO, line -> line.isComplete() && line.replica() != deposed))
                .map(successor -> {
                    table.failedOver(kind, successor.at() - strike.at());
                    return ", fail-over " + seconds(successor.at() - strike.at());
                })
                .orElse("");
        out.accept("%8s  #%d %s %s: recovered in %s%s"
                .formatted(
                        seconds(System.nanoTime() - startedAt),
                        number,
                        kind,
                        strike.detail(),
                        seconds(recovery.at() - strike.over()),
                        failOver));
    }

    /** Returns how long it takes until the last version of every ticket is there. */
    private Duration awaitLatest() {
        Map<String, Long> latest = stage.tuya.tickets().latest();
        long begin = System.nanoTime();
        boolean came = Wait.until(LAST_PATIENCE, () -> stage.reader().has(latest));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        List<String> gone = stage.tuya.tickets().removals().goneBefore(Instant.MAX);
        Wait.until(LAST_PATIENCE, () -> stage.reader().hasNone(gone));
        table.figure("last versions after", came ? seconds(took.toNanos()) : "never");
        return took;
    }

    private void awaitEnd(LivingReader reader) throws Exception {
        // Before its first poll it has no positions.
        Wait.must("a reader", LAST_PATIENCE, () -> !reader.positions().isEmpty());
        Map<TopicPartition, OffsetSpec> wanted = reader.positions().keySet().stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        var ends = stage.kafka.admin().listOffsets(wanted).all().get(10, TimeUnit.SECONDS);
        Wait.must("a reader at the end of all topics", LAST_PATIENCE, () -> {
            Map<TopicPartition, Long> now = reader.positions();
            return ends.entrySet().stream()
                    .allMatch(end -> now.get(end.getKey()) >= end.getValue().offset());
        });
    }

    private Proof proof() {
        LivingReader living = stage.reader();
        return Proof.of(Evidence.of(
                stage.tuya,
                living.records(Stage.TICKETS),
                living.records(Stage.STATE),
                settings.everyVersionCounts() ? living.records(Stage.SWEEPS) : List.of()));
    }

    private Checker check(Proof proof, LivingReader later) {
        Checker checker = new Checker(proof);
        for (String topic : Stage.TOPICS) {
            checker.compareReaders(topic, stage.reader().records(topic), later.records(topic));
        }
        checker.compareDeadLetters(
                stage.tuya.log().garbage(), stage.reader().records(Stage.DEAD_LETTERS));
        return checker;
    }

    private void figures(Proof proof, Checker checker) {
        table.figure("versions served", proof.versionsServed());
        table.figure("versions published", proof.recordsPublished());
        table.figure("superseded", proof.superseded());
        for (String name : List.of("lost", "duplicates", "out of order", "wrongly disappeared")) {
            table.figure(name, checker.breaches().getOrDefault(name, List.of()).size());
        }
        table.figure("reported as disappeared", proof.disappearances());
        table.figure("silent changes", proof.silentChanges());
        table.figure("dead letters", stage.reader().records(Stage.DEAD_LETTERS).size());
        table.figure(
                "sweeps",
                "%d complete, %d partial that published, %d incomplete, %d failed"
                        .formatted(
                                count("sweep complete:"),
                                count("sweep partial:"),
                                count("sweep incomplete:"),
                                count("sweep failed:")));
        table.figure("seed", settings.seed());
        table.figure("replicas", settings.replicas());
        table.figure("wall time", seconds(System.nanoTime() - startedAt));
    }

    private long count(String text) {
        return stage.progress.count(line -> line.text().contains(text));
    }

    @Override
    public void close() {
        stage.close();
    }
}
