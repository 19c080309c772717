package io.github.ticketstream.bench;

import io.github.ticketstream.kit.Launcher;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measures the packaged program beside a loop written by hand: {@code mvn -q -DskipTests package exec:java@bench
 * -Dbench.cases=first -Dbench.rounds=5}. {@link BenchOptions} has all options. It leaves {@code summary.md} in {@code
 * target/bench}. Exit codes: 0 if every contestant did its job in every run, 1 if not, 2 for an option that can't be used.
 *
 * <p>All have the same API and the same broker, in this JVM, the same flags and environment, and a fresh process and fresh
 * topics for each run. In each round all run one after the other. What they published is counted on the
 * topic.
 */
public final class Benchmark {
    private static final int WARM_UP_TICKETS = 100_000;

    private final BenchOptions options;
    private final Path directory;
    private final Consumer<String> out;
    private final Results results;
    private final List<String> failures = new ArrayList<>();

    private Benchmark(BenchOptions options, Path directory, Consumer<String> out) {
        this.options = options;
        this.directory = directory;
        this.out = out;
        this.results = new Results();
    }

    public static void main(String[] args) {
        Launcher.main(out -> run(BenchOptions.from(System.getProperties()), Path.of("target", "bench"), out));
    }

    /**
     * Runs all, and leaves the files.
     *
     * @return whether every contestant did its job in every run
     */
    static boolean run(BenchOptions options, Path directory, Consumer<String> out) throws IOException {
        Benchmark benchmark = new Benchmark(options, directory.toAbsolutePath(), out);
        String machine = machine();
        out.accept(machine);
        try (Arena arena = new Arena(benchmark.directory, options)) {
            benchmark.warmUp(arena);
            options.cases().forEach(question -> benchmark.ask(question, arena));
        }
        benchmark.summarise(machine);
        return benchmark.failures.isEmpty();
    }

    /** Broker and API are the same for all rounds: they are not to be measured while they are cold. */
    private void warmUp(Arena arena) {
        int tickets = Math.min(WARM_UP_TICKETS, 5 * Collections.min(options.tickets()));
        BenchCase.FIRST.measure(Contestant.RAW, new Setting(tickets, 100), arena);
    }

    private void ask(BenchCase question, Arena arena) {
        for (Setting setting : question.settings(options)) {
            for (int round = 1; round <= options.rounds(); round++) {
                for (Contestant contestant : Contestant.values()) {
                    ask(question, arena, setting, contestant, round);
                }
            }
        }
    }

    private void ask(BenchCase question, Arena arena, Setting setting, Contestant contestant, int round) {
        try {
            Results.Run run =
                    new Results.Run(question, setting, contestant, round, question.measure(contestant, setting, arena));
            results.add(run);
            out.accept(run.toString());
        } catch (RuntimeException e) {
            String failure =
                    "FAILED: %s, %s, round %d, %s: %s".formatted(question, setting, round, contestant, e.getMessage());
            failures.add(failure);
            out.accept(failure);
        }
    }

    private void summarise(String machine) throws IOException {
        List<String> lines = new ArrayList<>(List.of(machine, ""));
        lines.addAll(results.table());
        lines.addAll(failures);
        Files.write(directory.resolve("summary.md"), lines);
        lines.forEach(out);
    }

    private static String machine() {
        return String.format(
                Locale.ROOT,
                "%d cores (%s), %s, Java %s; load average at the start %.2f",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                System.getProperty("os.name"),
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
