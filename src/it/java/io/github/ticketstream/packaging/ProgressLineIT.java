package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep of four seconds: somebody who watches is told how far it is, a file is not. */
@Tag("proof")
class ProgressLineIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void aTerminalIsToldHowFarALongSweepIsAndAPipeIsNot() {
        requireScript();
        try (TuyaSimulator tuya = TuyaSimulator.start()) {
            tuya.tickets().addGenerated(100, 1);
            tuya.faults().always(Calls.feedbacks(), Fault.slow(Duration.ofMillis(400)));
            try (JavaProcess watched = program("watched", tuya).startOnTerminal();
                    JavaProcess piped = program("piped", tuya).start()) {
                awaitSweep(watched);
                awaitSweep(piped);
                // The line is erased at its next turn.
                await().until(() -> watched.out().get(watched.out().size() - 1).isBlank());
                List<String> seen = watched.out();

                assertThat(seen)
                        .filteredOn(line -> line.startsWith("sweep: "))
                        .hasSizeBetween(1, 10)
                        .allMatch(
                                line -> line.matches("sweep: \\d+ of 10 pages, \\d+ of 100 tickets(, \\d+ s left)? *"));
                assertThat(piped.out()).noneMatch(line -> line.isBlank() || line.startsWith("sweep: "));
            }
        }
    }

    private PackagedProgram program(String name, TuyaSimulator tuya) {
        return new PackagedProgram(name, directory, tuya, KafkaInJvm.shared())
                .with("TICKETS_PAGE_SIZE", "10")
                .with("TICKETS_POLL_PERIOD", "1h");
    }

    private static void awaitSweep(JavaProcess process) {
        await().atMost(PATIENCE)
                .failFast("the program ended", () -> !process.isAlive())
                .until(() -> process.out().stream().anyMatch(line -> line.contains("sweep complete: ")));
    }

    private static void requireScript() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(part -> Files.isExecutable(Path.of(part, "script")));
        if (System.getenv("CI") == null) {
            assumeTrue(there, "needs util-linux's script: apt-get install bsdutils");
        }
        assertThat(there).as("script, of apt-get install bsdutils").isTrue();
    }
}
