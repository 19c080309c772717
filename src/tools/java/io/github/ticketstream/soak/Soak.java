package io.github.ticketstream.soak;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.packaging.PackagedProgram;
import io.github.ticketstream.proof.Evidence;
import io.github.ticketstream.proof.Proof;
import io.github.ticketstream.proof.SweepRecord;
import io.github.ticketstream.simulator.LivingPopulation;
import io.github.ticketstream.simulator.SimulatedTicket;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Lets the packaged program work for long, over many tickets and with tokens that live for seconds: {@code mvn -q
 * -DskipTests package exec:java@soak -Dsoak.minutes=30}. Exit code 1 if memory,
 * threads or file handles grew, or if the promise was broken.
 */
public final class Soak {
    private static final String NAME = "soak";
    private static final long SEED = 5;
    private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(10);
    private static final Duration CHANGE_EVERY = Duration.ofMillis(50);
    private static final int NO_NEW_ONES = Integer.MAX_VALUE;
    private static final int MAX_SAMPLES = 60;
    /** To look takes a second or two. */
    private static final int SECONDS_PER_SAMPLE = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(300);

    /**
     * How much of it.
     *
     * @param length from the first complete sweep on
     */
    record Extent(Duration length, int tickets, Duration period) {}

    private final Extent extent;
    private final Consumer<String> out;
    private final CountDownLatch firstSweep = new CountDownLatch(1);

    Soak(Extent extent, Consumer<String> out) {
        this.extent = extent;
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        System.setProperty("log4j2.configurationFile", "log4j2-demo.properties");
        Extent extent = new Extent(
                Duration.ofMinutes(Integer.getInteger("soak.minutes", 30)),
                Integer.getInteger("soak.tickets", 50_000),
                Duration.ofMillis(Integer.getInteger("soak.period-ms", 5_000)));
        List<String> breaches = new Soak(extent, System.out::println).run();
        System.exit(breaches.isEmpty() ? 0 : 1);
    }

    /** Returns what was wrong, in words. */
    List<String> run() throws IOException, InterruptedException {
        try (KafkaInJvm kafka = KafkaInJvm.start(Map.of());
                TuyaSimulator tuya = TuyaSimulator.builder()
                        .seed(SEED)
                        .tokenLifetime(TOKEN_LIFETIME)
                        .start()) {
            tuya.tickets().addGenerated(extent.tickets(), SEED);
            List<Sample> samples = new ArrayList<>();
            try (JavaProcess program = program(kafka, tuya)) {
                if (!firstSweep.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException("no complete sweep; " + program);
                }
                LivingPopulation changes = LivingPopulation.start(tuya.tickets(), CHANGE_EVERY, NO_NEW_ONES, SEED + 1);
                watch(program, samples);
                changes.close();
                awaitLatest(kafka, tuya);
                program.terminate().exitCode(Duration.ofSeconds(15));
                out.accept(changes.changes() + " changes in " + extent.length().toSeconds() + " s, "
                        + extent.tickets() + " tickets, " + tuya.log().requestCount() + " requests, "
                        + program.out().stream()
                                .filter(line -> line.contains("sweep complete:"))
                                .count()
                        + " complete sweeps, "
                        + program.out().stream()
                                .filter(line -> line.contains("sweep failed:"))
                                .count() + " failed");
            }
            return judge(Growth.of(samples), proof(kafka, tuya));
        }
    }

    private JavaProcess program(KafkaInJvm kafka, TuyaSimulator tuya) throws IOException {
        return new PackagedProgram(NAME, Files.createTempDirectory(NAME), tuya, kafka.bootstrapServers())
                .with("TUYA_CONCURRENT_REQUESTS", "4")
                .with("TICKETS_PAGE_SIZE", "1000")
                .with("TICKETS_POLL_PERIOD", extent.period().toMillis() + "ms")
                .start(line -> {
                    if (line.contains("sweep complete:")) {
                        firstSweep.countDown();
                    }
                });
    }

    private void watch(JavaProcess program, List<Sample> samples) throws InterruptedException {
        long count = Math.min(MAX_SAMPLES, extent.length().toSeconds() / SECONDS_PER_SAMPLE);
        long pause = extent.length().toMillis() / count;
        long next = System.currentTimeMillis();
        for (int i = 0; i < count; i++) {
            next += pause;
            // Not a wait for anything: this is the soaking.
            TimeUnit.MILLISECONDS.sleep(Math.max(0, next - System.currentTimeMillis()));
            samples.add(Sample.of(program.pid()));
        }
    }

    private static void awaitLatest(KafkaInJvm kafka, TuyaSimulator tuya) throws InterruptedException {
        Map<String, Long> latest = latest(tuya);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Subscriber state = new Subscriber(kafka, NAME + ".state")) {
            while (!marks(state).equals(texts(latest))) {
                if (System.nanoTime() > deadline) {
                    return; // The proof tells what is missing.
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    private static Map<String, Long> latest(TuyaSimulator tuya) {
        return tuya.tickets().snapshot().stream()
                .collect(Collectors.toMap(SimulatedTicket::ticketNo, SimulatedTicket::updateTime));
    }

    private static Map<String, String> texts(Map<String, Long> latest) {
        return latest.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, ticket -> ticket.getValue().toString()));
    }

    private static Map<String, String> marks(Subscriber state) {
        Map<String, String> marks = new HashMap<>();
        state.records().stream()
                .filter(record -> !record.key().startsWith("stream/"))
                .forEach(record -> marks.put(record.key(), record.value()));
        return marks;
    }

    private static Proof proof(KafkaInJvm kafka, TuyaSimulator tuya) {
        try (Subscriber tickets = new Subscriber(kafka, NAME + ".tickets");
                Subscriber state = new Subscriber(kafka, NAME + ".state");
                Subscriber sweeps = new Subscriber(kafka, NAME + ".sweeps")) {
            // With the sweeps, since what one of them saw must be there also when a newer version has come since.
            List<SweepRecord> complete =
                    sweeps.recordsToEnd().stream().map(SweepRecord::read).toList();
            return Proof.of(
                    new Evidence(tuya.log().versions(), latest(tuya), tickets.recordsToEnd(), marks(state), complete, tuya.tickets().removals()));
        }
    }

    private List<String> judge(Growth growth, Proof proof) {
        growth.lines().forEach(out);
        out.accept("  published " + proof.recordsPublished() + " of " + proof.versionsServed() + " versions served");
        List<String> breaches = new ArrayList<>(growth.breaches());
        for (Proof.Breach kind : Proof.Breach.values()) {
            out.accept("  " + kind.title() + " " + proof.breaches(kind).size());
            proof.breaches(kind).stream().limit(3).forEach(breaches::add);
        }
        breaches.forEach(breach -> out.accept("BREACH: " + breach));
        return breaches;
    }
}
