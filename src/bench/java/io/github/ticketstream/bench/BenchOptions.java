package io.github.ticketstream.bench;

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
        return new BenchOptions(
                names(properties, "bench.cases", Cases.NAMES),
                number(properties, "bench.rounds", "5", 1000),
                numbers(properties, "bench.tickets", "20000,100000,1000000", 1, 10_000_000),
                numbers(properties, "bench.tracked", "100000,1000000", 1, 10_000_000),
                numbers(properties, "bench.page-sizes", "100,500", 1, 1000),
                number(properties, "bench.concurrent-requests", "4", 64),
                contestants(properties),
                Duration.ofSeconds(number(properties, "bench.seconds", "60", 86_400)),
                numbers(properties, "bench.latencies", "0,20,100,300", 0, 10_000),
                number(properties, "bench.textbook-tickets", "20000", 10_000_000),
                flags(properties.getProperty("bench.flags", AS_THE_IMAGE)));
    }

    private static List<String> flags(String text) {
        List<String> flags = Arrays.asList(text.strip().split(" +", -1));
        if (!flags.stream().allMatch(flag -> flag.startsWith("-"))) {
            throw refused("bench.flags", text, "flags of the JVM, such as -Xmx256m -XX:+UseSerialGC");
        }
        return flags;
    }

    private static List<Contestant> contestants(Properties properties) {
        List<Contestant> all = List.of(Contestant.values());
        List<String> named = names(
                properties,
                "bench.contestants",
                all.stream().map(Contestant::toString).toList());
        return all.stream()
                .filter(contestant -> named.contains(contestant.toString()))
                .toList();
    }

    private static List<String> names(Properties properties, String key, List<String> known) {
        List<String> names = list(properties, key, String.join(",", known));
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw refused(key, name, "some of " + String.join(",", known));
        });
        return names;
    }

    private static List<Integer> numbers(Properties properties, String key, String normal, int least, int most) {
        return list(properties, key, normal).stream()
                .map(text -> number(key, text, least, most))
                .toList();
    }

    private static List<String> list(Properties properties, String key, String normal) {
        return Arrays.stream(properties.getProperty(key, normal).split(",", -1))
                .map(String::strip)
                .distinct()
                .toList();
    }

    private static int number(Properties properties, String key, String normal, int most) {
        return number(key, properties.getProperty(key, normal), 1, most);
    }

    private static int number(String key, String text, int least, int most) {
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw refused(key, text, "a number from " + least + " to " + most);
    }

    private static IllegalArgumentException refused(String key, String text, String allowed) {
        return new IllegalArgumentException(key + ": '" + text + "' is not allowed; it must be " + allowed);
    }
}
