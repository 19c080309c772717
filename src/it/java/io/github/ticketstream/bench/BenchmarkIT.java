package io.github.ticketstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short run of all cases with all contestants; raw does a first sweep before, to warm up. Nothing is said here about how long
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
        properties.putAll(Map.of(
                "bench.rounds", "1",
                "bench.tickets", "200",
                "bench.page-sizes", "100",
                "bench.seconds", "1",
                "bench.flags", "-Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"));
        List<String> told = new ArrayList<>();

        // That each published exactly the tickets that there are is what it counts before it calls a run good.
        boolean allDidTheirJob = Benchmark.run(BenchOptions.from(properties), directory, told::add);

        assertThat(allDidTheirJob).as(() -> String.join("\n", told)).isTrue();
        List<String> table = Files.readAllLines(directory.resolve("summary.md"));
        assertThat(table).contains("| case | setting | figure | raw | ours | ours ÷ raw | noise: raw again ÷ raw |");
        for (BenchCase question : BenchCase.values()) {
            assertThat(table)
                    .filteredOn(line -> line.startsWith("| " + question + " | "))
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("–  |") || line.contains("| – |"));
        }
        assertThat(told).containsAll(table);
    }
}
