package io.github.ticketstream.bench;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Times the packaged program's first sweep: {@code mvn -q -DskipTests package exec:java
 * -Ddemo.main=io.github.ticketstream.bench.FirstSweep}. Broker and API run in this JVM and share its cores with the program.
 *
 * <p>Options: {@code -Dbench.tickets=20000 -Dbench.page-size=100 -Dbench.runs=5 -Dbench.concurrent-requests=4}.
 */
public final class FirstSweep {
    private static final int TICKETS = Integer.getInteger("bench.tickets", 20_000);
    private static final int PAGE_SIZE = Integer.getInteger("bench.page-size", 100);
    private static final int RUNS = Integer.getInteger("bench.runs", 5);
    private static final int CONCURRENT = Integer.getInteger("bench.concurrent-requests", 4);

    /** Milliseconds, and kibibytes of resident memory. */
    private record Run(long startToRequest, long pageToCommit, long startToCommit, long peakKib) {}

    private FirstSweep() {}

    public static void main(String[] args) throws IOException {
        try (KafkaInJvm kafka = KafkaInJvm.start(Map.of());
                TuyaSimulator tuya = TuyaSimulator.start()) {
            tuya.tickets().addGenerated(TICKETS, 1);
            List<Run> runs = new ArrayList<>();
            // The first one warms up broker and simulator and is not counted.
            for (int run = 0; run <= RUNS; run++) {
                Run result = run("bench-" + run, kafka, tuya);
                System.out.printf(
                        "%s %d: start to first request %d ms, first page to last commit %d ms, start to last commit %d ms, peak RSS %d MiB%n",
                        run == 0 ? "warm-up" : "run",
                        run,
                        result.startToRequest,
                        result.pageToCommit,
                        result.startToCommit,
                        result.peakKib / 1024);
                if (run > 0) {
                    runs.add(result);
                }
            }
            long commit = median(runs.stream().mapToLong(Run::pageToCommit).toArray());
            System.out.printf(
                    "median of %d: %d tickets, page %d, %d requests at a time: start to first request %d ms,"
                            + " first page to last commit %d ms (%d tickets/s), start to last commit %d ms, peak RSS %d MiB%n",
                    RUNS,
                    TICKETS,
                    PAGE_SIZE,
                    CONCURRENT,
                    median(runs.stream().mapToLong(Run::startToRequest).toArray()),
                    commit,
                    TICKETS * 1000L / commit,
                    median(runs.stream().mapToLong(Run::startToCommit).toArray()),
                    median(runs.stream().mapToLong(Run::peakKib).toArray()) / 1024);
        }
        System.exit(0);
    }

    private static Run run(String name, KafkaInJvm kafka, TuyaSimulator tuya) throws IOException {
        tuya.log().clear();
        tuya.revokeTokens();
        Path directory = Files.createTempDirectory("bench");
        long start = System.currentTimeMillis();
        try (JavaProcess program = JavaProcess.start(directory, environment(name, kafka, tuya), command());
                Subscriber sweeps = new Subscriber(kafka, name + ".sweeps");
                Subscriber tickets = new Subscriber(kafka, name + ".tickets")) {
            while (sweeps.records().isEmpty()) {
                if (!program.isAlive() || System.currentTimeMillis() - start > 300_000) {
                    throw new IllegalStateException("no complete sweep; " + program);
                }
            }
            long committed = System.currentTimeMillis();
            if (tickets.records().size() != TICKETS) {
                throw new IllegalStateException(tickets.records().size() + " tickets instead of " + TICKETS);
            }
            long firstRequest = tuya.log().requests().get(0).time().toEpochMilli();
            // The first request is for the token, which is fetched while the program still initialises Kafka.
            long firstPage = tuya.log().requests().stream()
                    .filter(request -> request.pageNo() == 1)
                    .findFirst()
                    .orElseThrow()
                    .time()
                    .toEpochMilli();
            return new Run(firstRequest - start, committed - firstPage, committed - start, peakKib(program.pid()));
        }
    }

    private static List<String> command() {
        return List.of(
                "-Xmx256m",
                "-jar",
                Path.of("target", "tuya-ticket-stream.jar").toAbsolutePath().toString());
    }

    private static Map<String, String> environment(String name, KafkaInJvm kafka, TuyaSimulator tuya)
            throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return Map.ofEntries(
                    Map.entry("TUYA_CLIENT_ID", tuya.clientId()),
                    Map.entry("TUYA_CLIENT_SECRET", tuya.clientSecret()),
                    Map.entry("TUYA_BASE_URL", tuya.baseUrl().toString()),
                    Map.entry("TUYA_REQUESTS_PER_SECOND", "10000"),
                    Map.entry("TUYA_CONCURRENT_REQUESTS", Integer.toString(CONCURRENT)),
                    Map.entry("TICKETS_PAGE_SIZE", Integer.toString(PAGE_SIZE)),
                    Map.entry("TICKETS_TOPIC", name + ".tickets"),
                    Map.entry("TICKETS_STATE_TOPIC", name + ".state"),
                    Map.entry("TICKETS_SWEEP_TOPIC", name + ".sweeps"),
                    Map.entry("TICKETS_DEAD_LETTER_TOPIC", name + ".dead-letter"),
                    Map.entry("TICKETS_TRANSACTIONAL_ID", name),
                    Map.entry("CAMEL_COMPONENT_KAFKA_BROKERS", kafka.bootstrapServers()),
                    Map.entry("CAMEL_MANAGEMENT_PORT", Integer.toString(free.getLocalPort())));
        }
    }

    /** Linux tells the largest resident size that a process had; elsewhere 0. */
    private static long peakKib(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
