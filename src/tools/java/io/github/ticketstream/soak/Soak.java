package io.github.ticketstream.soak;

import io.github.ticketstream.kit.Footprint;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Launcher;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.packaging.PackagedProgram;
import io.github.ticketstream.proof.Evidence;
import io.github.ticketstream.proof.Proof;
import io.github.ticketstream.simulator.LivingPopulation;
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

/**
 * Lets the packaged program work for long, over many tickets and with tokens that live for seconds: {@code mvn -q
 * -DskipTests package exec:java@soak -Dsoak.minutes=30}. Exit code 1 if memory, threads or file handles grew, or if the
 * promise was broken.
 */
public final class Soak {
    private static final String NAME = "soak";
    private static final long SEED = 5;
    private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(10);
    private static final Duration CHANGE_EVERY = Duration.ofMillis(50);
    private static final int NO_NEW_ONES = Integer.MAX_VALUE;
    private static final int MAX_SAMPLES = 60;
    private static final int SECONDS_PER_SAMPLE = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    /**
     * The extent of a soak.
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

    public static void main(String[] args) {
        Extent extent = new Extent(
                Duration.ofMinutes(Integer.getInteger("soak.minutes", 30)),
                Integer.getInteger("soak.tickets", 50_000),
                Duration.ofMillis(Integer.getInteger("soak.period-ms", 5_000)));
        Launcher.main(out -> new Soak(extent, out).run().isEmpty());
    }

    List<String> run() throws IOException, InterruptedException {
        try (KafkaInJvm kafka = KafkaInJvm.start(Map.of());
                TuyaSimulator tuya = TuyaSimulator.builder()
                        .seed(SEED)
                        .tokenLifetime(TOKEN_LIFETIME)
                        .start();
                Subscriber state = new Subscriber(kafka, NAME + ".state")) {
            tuya.tickets().addGenerated(extent.tickets(), SEED);
            Growth growth;
            try (JavaProcess program = program(kafka, tuya)) {
                if (!firstSweep.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException("no complete sweep; " + program);
                }
                LivingPopulation changes = LivingPopulation.start(tuya.tickets(), CHANGE_EVERY, NO_NEW_ONES, SEED + 1);
                growth = new Growth(watch(program));
                changes.close();
                awaitLatest(state, tuya);
                program.terminate().exitCode(Duration.ofSeconds(15));
                out.accept("%d changes in %d s, %d tickets, %d requests, %d complete sweeps, %d failed"
                        .formatted(
                                changes.changes(),
                                extent.length().toSeconds(),
                                extent.tickets(),
                                tuya.log().requestCount(),
                                count(program, "sweep complete:"),
                                count(program, "sweep failed:")));
            }
            try (Subscriber tickets = new Subscriber(kafka, NAME + ".tickets");
                    Subscriber sweeps = new Subscriber(kafka, NAME + ".sweeps")) {
                return judge(
                        growth,
                        Proof.of(Evidence.of(
                                tuya, tickets.recordsToEnd(), state.recordsToEnd(), sweeps.recordsToEnd())));
            }
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

    private List<Growth.Sample> watch(JavaProcess program) throws InterruptedException {
        List<Growth.Sample> samples = new ArrayList<>();
        long count = Math.min(MAX_SAMPLES, extent.length().toSeconds() / SECONDS_PER_SAMPLE);
        long pause = extent.length().toNanos() / count;
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            next += pause;
            // Not a wait for anything: this is the soaking.
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            samples.add(Growth.Sample.of(new Footprint(program.pid())));
        }
        return samples;
    }

    /** Waits for the latest versions, or gives up: the proof then finds what is missing. */
    private static void awaitLatest(Subscriber state, TuyaSimulator tuya) throws InterruptedException {
        Map<String, String> latest = new HashMap<>();
        tuya.tickets().latest().forEach((ticketNo, updateTime) -> latest.put(ticketNo, updateTime.toString()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Evidence.marks(state.records()).equals(latest) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private static long count(JavaProcess program, String text) {
        return program.out().stream().filter(line -> line.contains(text)).count();
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
