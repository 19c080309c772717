package io.github.ticketstream.chaos;

import static io.github.ticketstream.chaos.ResultTable.seconds;

import io.github.ticketstream.simulator.LivingPopulation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(30);
    private static final int PERIODS = 3;
    private static final int NEW_TICKET_ONE_IN = 200;

    private final CrashSettings settings;
    private final Consumer<String> out;
    private final Stage stage;
    private final Random random;
    private final ResultTable table = new ResultTable();
    private final long startedAt = System.nanoTime();

    CrashRun(CrashSettings settings, Path directory, Consumer<String> out) {
        this.settings = settings;
        this.out = out;
        this.random = new Random(settings.seed() + 1);
        this.stage = new Stage(settings, directory);
    }

    /** Returns the table when all is over. */
    ResultTable run() throws Exception {
        Schedule schedule = new Schedule(settings.seed(), settings.faults(), settings.kinds());
        out.accept("seed %d, %d replicas: %s".formatted(settings.seed(), settings.replicas(), schedule.counts()));
        stage.start();
        out.accept("everything runs after " + seconds(System.nanoTime() - startedAt));
        LivingPopulation changes = LivingPopulation.startHiding(
                stage.tuya().tickets(), settings.changeEvery(), NEW_TICKET_ONE_IN, settings.seed() + 2);
        BadEntries badEntries = new BadEntries(stage.tuya().tickets(), settings.seed() + 3);
        int number = 0;
        for (FaultKind kind : schedule.faults()) {
            badEntries.add();
            strike(++number, kind);
        }
        stage.heal();
        changes.close();
        Duration lastVersionsAfter = awaitLatest();
        stopReplicas();
        try (LivingReader later = new LivingReader(stage.kafka().directClient())) {
            awaitEnd(stage.reader());
            awaitEnd(later);
            check(later, lastVersionsAfter, changes.changes());
        }
        return table;
    }

    private void strike(int number, FaultKind kind) throws Exception {
        Struck struck = kind.strike(stage, random);
        Progress.Line recovery = stage.progress()
                .await(struck.over(), RECOVERY_PATIENCE, struck.recovery())
                .orElseThrow(() -> new IllegalStateException("no complete sweep for " + RECOVERY_PATIENCE.toSeconds()
                        + " s after " + kind + " " + struck.detail()));
        table.recovered(kind, recovery.at() - struck.over());
        String failOver = "";
        if (struck.deposed().isPresent()) {
            var successor = stage.progress()
                    .await(
                            struck.at(),
                            Duration.ZERO,
                            line -> line.isComplete()
                                    && line.replica() != struck.deposed().get());
            if (successor.isPresent()) {
                table.failedOver(kind, successor.get().at() - struck.at());
                failOver = ", fail-over " + seconds(successor.get().at() - struck.at());
            }
        }
        out.accept("%8s  #%d %s %s: recovered in %s%s"
                .formatted(
                        seconds(System.nanoTime() - startedAt),
                        number,
                        kind,
                        struck.detail(),
                        seconds(recovery.at() - struck.over()),
                        failOver));
    }

    /** How long it takes until the last version of every ticket is there. */
    private Duration awaitLatest() {
        Map<String, Long> latest = stage.tuya().tickets().latest();
        long begin = System.nanoTime();
        boolean came = Wait.until(LAST_PATIENCE, () -> stage.reader().has(latest));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        List<String> gone = stage.tuya().tickets().removals().goneBefore(Instant.MAX);
        Wait.until(LAST_PATIENCE, () -> stage.reader().hasNone(gone));
        table.figure("last versions after", came ? seconds(took.toNanos()) : "never");
        return took;
    }

    private void stopReplicas() {
        for (Replica replica : stage.replicas()) {
            replica.stop();
        }
    }

    private void awaitEnd(LivingReader reader) throws Exception {
        // Before its first poll it has no positions.
        Wait.must("a reader", LAST_PATIENCE, () -> !reader.positions().isEmpty());
        Map<TopicPartition, OffsetSpec> wanted = reader.positions().keySet().stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        var ends = stage.kafka().admin().listOffsets(wanted).all().get(10, TimeUnit.SECONDS);
        Wait.must("a reader at the end of all topics", LAST_PATIENCE, () -> {
            Map<TopicPartition, Long> now = reader.positions();
            return ends.entrySet().stream()
                    .allMatch(end -> now.get(end.getKey()) >= end.getValue().offset());
        });
    }

    private void check(LivingReader later, Duration lastVersionsAfter, long changes) {
        Checker checker = new Checker(new History(
                stage.tuya().log().versions(),
                stage.tuya().log().garbage(),
                stage.tuya().tickets().latest(),
                History.Reading.of(stage.reader()),
                History.Reading.of(later),
                lastVersionsAfter,
                settings.fullSweepPeriod().multipliedBy(PERIODS),
                settings.everyVersionCounts(),
                stage.tuya().tickets().removals()));
        checker.breaches().forEach((name, cases) -> cases.forEach(each -> table.breach(name, each)));
        table.figure("changes", changes);
        table.figure("versions served", checker.proof().versionsServed());
        table.figure("versions published", checker.proof().recordsPublished());
        table.figure("superseded", checker.proof().superseded());
        for (String name : List.of("lost", "duplicates", "out of order", "wrongly disappeared")) {
            table.figure(name, checker.breaches().getOrDefault(name, List.of()).size());
        }
        table.figure(
                "reported as disappeared",
                stage.reader().records(Stage.TICKETS).stream()
                        .filter(record -> record.value() == null)
                        .count());
        table.figure(
                "silent changes",
                stage.reader().records(Stage.TICKETS).stream()
                        .filter(record -> record.headers().lastHeader("ce_silent") != null)
                        .count());
        table.figure("dead letters", stage.reader().records(Stage.DEAD_LETTERS).size());
        table.figure(
                "sweeps",
                "%d complete, %d partial that published, %d incomplete, %d failed"
                        .formatted(
                                count("sweep complete:"),
                                count("sweep partial:"),
                                count("sweep incomplete:"),
                                count("sweep failed:")));
        table.figure("moments missed", stage.missedMoments());
        table.figure("seed", settings.seed());
        table.figure("replicas", settings.replicas());
        table.figure("wall time", seconds(System.nanoTime() - startedAt));
    }

    private long count(String text) {
        return stage.progress().count(line -> line.text().contains(text));
    }

    @Override
    public void close() {
        stage.close();
    }
}
