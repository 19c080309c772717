package io.github.ticketstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short run with all contestants; one of them does a first sweep before, to warm up. Nothing is said here about how long
 * anything takes.
 */
@Tag("proof")
final class BenchmarkIT {
    @TempDir
    private Path directory;

    @Test
    @Timeout(600)
    void everyContestantPublishesEveryTicketOnceAndEveryResultIsWrittenDown() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("bench.cases", "changed,restore,tracked");
        properties.setProperty("bench.rounds", "1");
        properties.setProperty("bench.tickets", "200");
        properties.setProperty("bench.tracked", "1000");
        properties.setProperty("bench.page-sizes", "100");
        properties.setProperty("bench.seconds", "1");
        properties.setProperty("bench.flags", "-Xmx256m -XX:TieredStopAtLevel=1");
        BenchOptions options = BenchOptions.from(properties);
        List<String> told = new ArrayList<>();

        // That each published exactly the tickets that there are is what it counts before it calls a run good.
        boolean allDidTheirJob = Benchmark.run(options, directory, told::add);

        assertThat(allDidTheirJob).as(() -> String.join("\n", told)).isTrue();
        List<String> file = Files.readAllLines(directory.resolve("results.csv"));
        List<String> table = Files.readAllLines(directory.resolve("summary.md"));
        String chart = Files.readString(directory.resolve("chart.svg"));
        for (Contestant contestant : Contestant.values()) {
            assertThat(file)
                    .filteredOn(line ->
                            line.startsWith("changed,200 tickets / page 100 / 4 in flight," + contestant + ",1,"))
                    .hasSize(1);
        }
        assertThat(file).hasSize(1 + Contestant.values().length + 3 + 2);
        assertThat(table)
                .contains(
                        "| case | setting | figure | api-alone | raw | textbook | textbook-not-eager | ours | ours ÷ raw"
                                + " | noise: raw again ÷ raw |")
                .anyMatch(line -> line.startsWith("| restore | 1000 tickets") && line.contains("marks a second"))
                .anyMatch(line -> line.startsWith("| tracked | 1000 tickets") && line.contains("live heap"))
                .filteredOn(line -> line.startsWith("| changed | 200 tickets"))
                .hasSize(4)
                .noneMatch(line -> line.contains("not run") || line.contains("–"));
        // A bar of each but the second raw, and as many boxes in the legend.
        assertThat(chart).startsWith("<?xml").contains("</svg>");
        assertThat(chart.split("<rect", -1)).hasSizeGreaterThan(2 * (Contestant.values().length - 1));
        assertThat(told).containsAll(table);
    }
}
