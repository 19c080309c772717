package io.github.ticketstream.chaos;

import io.github.ticketstream.chaos.Progress.Line;
import io.github.ticketstream.packaging.PackagedProgram;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** All processes of a run and the proxies between them, on which faults act. */
final class Stage implements AutoCloseable {
    static final String ID = "chaos";
    static final String TICKETS = ID + ".tickets";
    static final String STATE = ID + ".state";
    static final String SWEEPS = ID + ".sweeps";
    static final String DEAD_LETTERS = ID + ".dead-letter";
    static final Set<String> TOPICS = Set.of(TICKETS, STATE, SWEEPS, DEAD_LETTERS);

    private static final List<Moment> MOMENTS = List.of(Moment.values());
    /** A small page, so that the list has many. */
    private static final int FIRST_CAP = 20;

    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration MOMENT_PATIENCE = Duration.ofSeconds(8);

    final Progress progress = new Progress();
    final List<Replica> replicas = new ArrayList<>();
    final KafkaProcesses kafka;
    final TuyaSimulator tuya;
    /** Between the program and {@link #tuya}. */
    final TcpProxy api;

    private final CrashSettings settings;
    private final AtomicLong pages = new AtomicLong();
    private volatile Runnable onPage = () -> {};
    private LivingReader reader;

    /** Returns when the first sweep is complete and the reader reads. */
    Stage(CrashSettings settings, Path directory) throws IOException {
        this.settings = settings;
        kafka = KafkaProcesses.start(directory);
        tuya = TuyaSimulator.builder().seed(settings.seed()).start();
        api = TcpProxy.to(tuya.baseUrl().getPort());
        tuya.tickets().addGenerated(settings.tickets(), settings.seed());
        tuya.quirks().maxPageSize(FIRST_CAP);
        tuya.afterEveryPage(page -> {
            pages.incrementAndGet();
            onPage.run();
        });
        for (int i = 1; i <= settings.replicas(); i++) {
            replicas.add(replica("replica-" + i, directory));
        }
    }

    private Replica replica(String name, Path directory) throws IOException {
        PackagedProgram program = new PackagedProgram(ID, Files.createDirectories(directory.resolve(name)), tuya, kafka.bootstrapServers())
                .with("TUYA_BASE_URL", "http://127.0.0.1:" + api.port())
                .with("TUYA_CONCURRENT_REQUESTS", "4")
                .with("TUYA_CONNECT_TIMEOUT", "2s")
                .with("TUYA_RESPONSE_TIMEOUT", "2s")
                .with("TICKETS_POLL_PERIOD", CrashSettings.PERIOD.toMillis() + "ms")
                .with("TICKETS_FULL_SWEEP_PERIOD", CrashSettings.FULL_SWEEP_PERIOD.toMillis() + "ms")
                .with("TICKETS_SILENT_CHANGES", "publish")
                .with("TICKETS_DISAPPEARED", "erase")
                .with("TICKETS_TOPICS_REPLICATION_FACTOR", "3");
        if (settings.replicas() > 1) {
            program.with("TICKETS_STANDBY", "true").with("CAMEL_COMPONENT_KAFKA_SESSION_TIMEOUT_MS", "6000");
        }
        return new Replica(name, program, progress, new LogFile(directory.resolve(name + ".log")));
    }

    void start() {
        replicas.forEach(Replica::start);
        if (progress.await(0, START_PATIENCE, Line::isComplete).isEmpty()) {
            throw new IllegalStateException("no first complete sweep");
        }
        reader = new LivingReader(kafka.client());
    }

    LivingReader reader() {
        return reader;
    }

    /** Returns the replica that was elected or ended a sweep last. */
    Replica active() {
        return progress.last(line -> line.isActive() && line.isOfThisLife())
                .map(Line::replica)
                .orElse(replicas.get(0));
    }

    /** Runs after every page that is served; replaces what ran so far. */
    void onPage(Runnable action) {
        onPage = action;
    }

    /** If there are several replicas, waits until one is ready to take over. */
    void awaitStandby() {
        Wait.must("a standby", START_PATIENCE, () -> replicas.size() == 1 || replicas.stream().anyMatch(this::isStandby));
    }

    private boolean isStandby(Replica replica) {
        return replica.isAlive()
                && progress.last(line -> line.replica() == replica)
                        .filter(line -> line.isOfThisLife() && line.isStandby())
                        .isPresent();
    }

    /** Waits for a moment of this kind, and for no longer than it usually takes; says which it was. */
    String await(Moment moment, Random random) {
        long now = System.nanoTime();
        long page = pages.get() + 1 + random.nextInt(20);
        int records = reader.count();
        boolean came = switch (moment) {
            case LINE -> progress.await(now, MOMENT_PATIENCE, line -> true).isPresent();
            case SWEEP -> progress.await(now, MOMENT_PATIENCE, Line::isSweep).isPresent();
            case PAGE -> Wait.until(MOMENT_PATIENCE, () -> pages.get() >= page);
            case RECORD -> Wait.until(MOMENT_PATIENCE, () -> reader.count() > records);
            case TRANSACTION -> Wait.until(MOMENT_PATIENCE, () -> kafka.hasOpenTransaction(ID));
        };
        return came ? moment.title : "at no special moment";
    }

    String awaitAny(Random random) {
        return await(MOMENTS.get(random.nextInt(MOMENTS.size())), random);
    }

    void heal() {
        tuya.faults().clear();
        tuya.quirks().reset();
        api.heal();
        kafka.brokers().forEach(broker -> {
            broker.proxy().heal();
            if (!broker.isAlive()) {
                broker.start();
            }
        });
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
        if (reader != null) {
            reader.close();
        }
        api.close();
        tuya.close();
        kafka.close();
    }
}
