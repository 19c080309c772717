package io.github.ticketstream.bench;

import io.github.ticketstream.kit.Options;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * The options on the command line.
 *
 * @param cases {@code -Dbench.cases=first,unchanged}
 * @param rounds in each of which every contestant runs once, {@code -Dbench.rounds=5}
 * @param tickets sizes of the list, {@code -Dbench.tickets=20000,100000,1000000}
 * @param pageSizes {@code -Dbench.page-sizes=100,500}
 * @param concurrent pages in flight, {@code -Dbench.concurrent-requests=4}
 * @param contestants {@code -Dbench.contestants=raw,raw-again,ours}
 * @param length of a run of unchanged sweeps, {@code -Dbench.seconds=60}
 * @param flags of each contestant's JVM, separated by blanks, {@code -Dbench.flags=-Xmx256m}; without it those that the
 *     image starts the program with
 */
record BenchOptions(
        List<BenchCase> cases,
        int rounds,
        List<Integer> tickets,
        List<Integer> pageSizes,
        int concurrent,
        List<Contestant> contestants,
        Duration length,
        List<String> flags) {
    /** The image's, with a heap of a fixed size. */
    private static final String AS_THE_IMAGE = "-Xms32m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    /** @throws IllegalArgumentException naming the property that can't be used */
    static BenchOptions from(Properties properties) {
        Options options = new Options(properties);
        return new BenchOptions(
                named(options, "bench.cases", BenchCase.values()),
                options.number("bench.rounds", 5, 1, 1000),
                options.numbers("bench.tickets", "20000,100000,1000000", 1, 10_000_000),
                options.numbers("bench.page-sizes", "100,500", 1, 1000),
                options.number("bench.concurrent-requests", 4, 1, 64),
                named(options, "bench.contestants", Contestant.values()),
                Duration.ofSeconds(options.number("bench.seconds", 60, 1, 86_400)),
                List.of(options.text("bench.flags", AS_THE_IMAGE).strip().split(" +")));
    }

    /** In their own order, whatever order is said. */
    private static <T extends Enum<T>> List<T> named(Options options, String key, T[] all) {
        List<String> known = Arrays.stream(all).map(T::toString).toList();
        List<String> names = options.list(key, String.join(",", known));
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw Options.refused(key, name, "some of " + String.join(",", known));
        });
        return Arrays.stream(all)
                .filter(each -> names.contains(each.toString()))
                .toList();
    }
}
