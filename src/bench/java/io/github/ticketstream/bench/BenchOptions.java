package io.github.ticketstream.bench;

import io.github.ticketstream.kit.Options;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * The options on the command line.
 *
 * @param cases {@code -Dbench.cases=first,unchanged}
 * @param rounds in each of which every contestant runs once, {@code -Dbench.rounds=5}
 * @param tickets sizes of the list, {@code -Dbench.tickets=20000,100000,1000000}
 * @param pageSizes {@code -Dbench.page-sizes=100,500}
 * @param length of a run of unchanged sweeps, {@code -Dbench.seconds=60}
 * @param flags of each contestant's JVM, separated by blanks, {@code -Dbench.flags=-Xmx256m}; without it those that the
 *     image starts the program with
 */
record BenchOptions(
        List<BenchCase> cases,
        int rounds,
        List<Integer> tickets,
        List<Integer> pageSizes,
        Duration length,
        List<String> flags) {
    /** The image's, with a heap of a fixed size. */
    private static final String AS_THE_IMAGE = "-Xms32m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    /** @throws IllegalArgumentException naming the property that can't be used */
    static BenchOptions from(Properties properties) {
        Options options = new Options(properties);
        return new BenchOptions(
                options.list("bench.cases", "first,unchanged,start,restore").stream()
                        .map(name -> options.read("bench.cases", name.toUpperCase(Locale.ROOT), BenchCase::valueOf))
                        .toList(),
                options.number("bench.rounds", 5),
                options.numbers("bench.tickets", "20000,100000,1000000"),
                options.numbers("bench.page-sizes", "100,500"),
                Duration.ofSeconds(options.number("bench.seconds", 60)),
                List.of(options.text("bench.flags", AS_THE_IMAGE).strip().split(" +")));
    }
}
