package io.github.ticketstream.bench;

import io.github.ticketstream.kit.Options;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * What can be said on the command line.
 *
 * @param cases names of {@link Cases}, {@code -Dbench.cases=first,unchanged}
 * @param rounds in each of which every contestant runs once, {@code -Dbench.rounds=5}
 * @param tickets sizes of the list, {@code -Dbench.tickets=20000,100000,1000000}
 * @param tracked tickets that are known, for the cases of what that takes, {@code -Dbench.tracked=100000,1000000}
 * @param pageSizes {@code -Dbench.page-sizes=100,500}
 * @param concurrent pages in flight, {@code -Dbench.concurrent-requests=4}
 * @param contestants {@code -Dbench.contestants=raw,raw-again,ours}
 * @param length of each run that can be of any length, {@code -Dbench.seconds=60}
 * @param latencies of the API in milliseconds, for the case of that name, {@code -Dbench.latencies=0,20,100,300}
 * @param textbookTickets the longest list for the textbook routes, {@code -Dbench.textbook-tickets=20000}
 * @param flags of each contestant's JVM, separated by blanks, {@code -Dbench.flags=-Xmx256m}; without it
 *     those that the image starts the program with
 */
record BenchOptions(
        List<String> cases,
        int rounds,
        List<Integer> tickets,
        List<Integer> tracked,
        List<Integer> pageSizes,
        int concurrent,
        List<Contestant> contestants,
        Duration length,
        List<Integer> latencies,
        int textbookTickets,
        List<String> flags) {
    /** The image's, with a heap of a fixed size. */
    private static final String AS_THE_IMAGE = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private static final String PREFIX = "bench.";
    private static final Set<String> KEYS = Set.of(
            "bench.cases",
            "bench.rounds",
            "bench.tickets",
            "bench.tracked",
            "bench.page-sizes",
            "bench.concurrent-requests",
            "bench.contestants",
            "bench.seconds",
            "bench.latencies",
            "bench.textbook-tickets",
            "bench.flags");

    /** @throws IllegalArgumentException naming the property that can't be used */
    static BenchOptions from(Properties properties) {
        properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith(PREFIX) && !KEYS.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException(key + ": there is no such option; there are "
                            + KEYS.stream().sorted().toList());
                });
        Options options = new Options(properties);
        return new BenchOptions(
                names(options, "bench.cases", Cases.NAMES),
                options.number("bench.rounds", 5, 1, 1000),
                options.numbers("bench.tickets", "20000,100000,1000000", 1, 10_000_000),
                options.numbers("bench.tracked", "100000,1000000", 1, 10_000_000),
                options.numbers("bench.page-sizes", "100,500", 1, 1000),
                options.number("bench.concurrent-requests", 4, 1, 64),
                contestants(options),
                Duration.ofSeconds(options.number("bench.seconds", 60, 1, 86_400)),
                options.numbers("bench.latencies", "0,20,100,300", 0, 10_000),
                options.number("bench.textbook-tickets", 20000, 1, 10_000_000),
                flags(options.text("bench.flags", AS_THE_IMAGE)));
    }

    private static List<String> flags(String text) {
        List<String> flags = Arrays.asList(text.strip().split(" +", -1));
        if (!flags.stream().allMatch(flag -> flag.startsWith("-"))) {
            throw Options.refused("bench.flags", text, "flags of the JVM, such as -Xmx256m -XX:+UseSerialGC");
        }
        return flags;
    }

    private static List<Contestant> contestants(Options options) {
        List<Contestant> all = List.of(Contestant.values());
        List<String> named = names(
                options,
                "bench.contestants",
                all.stream().map(Contestant::toString).toList());
        return all.stream()
                .filter(contestant -> named.contains(contestant.toString()))
                .toList();
    }

    private static List<String> names(Options options, String key, List<String> known) {
        List<String> names = options.list(key, String.join(",", known));
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw Options.refused(key, name, "some of " + String.join(",", known));
        });
        return names;
    }
}
