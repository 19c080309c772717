package io.github.ticketstream.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("proof")
class DemoIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TICKET =
            "\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  FBAY\\w{14}  (discovered |updated    |silent     )  [A-Z]\\w+ +\\S.*";
    private static final String GONE = "\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  FBAY\\w{14}  disappeared";
    private static final String SWEEP =
            "\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  sweep complete: \\d+ tickets listed, \\d+ published, \\d+ API calls?, [\\d.]+ s";

    @TempDir
    private Path directory;

    @Test
    void showsTicketsAndSweepsAndProvesThePromise() {
        try (JavaProcess demo = start(
                "-Ddemo.seconds=15",
                "-Ddemo.change-every=50ms",
                "-Ddemo.full-sweep-period=2s",
                "-Ddemo.error-rate=0.2")) {
            assertThat(demo.exitCode(PATIENCE)).as(demo::toString).isZero();

            assertThat(demo.out())
                    .anyMatch(line -> line.matches("  Page     http://127\\.0\\.0\\.1:\\d+/"))
                    .anyMatch(line -> line.matches("  Health   http://127\\.0\\.0\\.1:\\d+/observe/health"))
                    .anyMatch(line -> line.matches("  Metrics  http://127\\.0\\.0\\.1:\\d+/observe/metrics"));
            assertThat(demo.out()).filteredOn(line -> line.matches(TICKET)).hasSizeGreaterThanOrEqualTo(5);
            assertThat(demo.out())
                    .anyMatch(line -> line.matches(".* and \\d+ more tickets that were there before"))
                    .anyMatch(line -> line.contains("  updated  "))
                    .anyMatch(line -> line.contains("  silent  "))
                    .anyMatch(line -> line.matches(GONE));
            assertThat(demo.out()).filteredOn(line -> line.matches(SWEEP)).isNotEmpty();
            assertProved(demo);
            assertOnlyWarnings(demo);
        }
    }

    @Test
    void provesItAlsoWhenItIsStopped() {
        try (JavaProcess demo = start("-Ddemo.error-rate=0")) {
            await().atMost(PATIENCE).until(() -> demo.out().stream().anyMatch(line -> line.matches(SWEEP)));

            Tool.Result read = readAsTold(demo);
            assertThat(demo.terminate().exitCode(PATIENCE)).as(demo::toString).isZero();

            assertProved(demo);
            assertOnlyWarnings(demo);
            assertThat(read.exitCode()).as(read.output()).isZero();
            assertThat(read.output().lines())
                    .hasSizeGreaterThanOrEqualTo(120)
                    .allMatch(line -> line.matches("FBAY\\w{14} \\{.*}"));
        }
    }

    /** Its own command for kcat, but to the end of the topic only. */
    private Tool.Result readAsTold(JavaProcess demo) {
        Tool.require("kcat", "apt-get install kcat");
        String title = "  Read it  ";
        String command = demo.out().stream()
                .filter(line -> line.startsWith(title))
                .findFirst()
                .orElseThrow()
                .substring(title.length());
        return Tool.require("bash", "apt-get install bash")
                .run(directory, PATIENCE, Map.of(), "-c", command + " -e -q");
    }

    private static void assertProved(JavaProcess demo) {
        List<String> figures = demo.out().stream()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
        assertThat(figures)
                .contains("duplicates 0", "lost 0", "out of order 0", "never served 0", "altered 0", "state differs 0")
                .endsWith("Every version that was served arrived exactly once, in order.");
        assertThat(demo.out()).as("no colours away from a terminal").noneMatch(line -> line.contains("\u001b"));
    }

    /** Which ones come depends on the machine: a walk that the list moved in, a page size that failed. */
    private static void assertOnlyWarnings(JavaProcess demo) {
        assertThat(demo.err()).allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  WARN [a-z].*"));
    }

    private JavaProcess start(String... properties) {
        List<String> arguments = new ArrayList<>(List.of(properties));
        arguments.addAll(List.of("-Xmx512m", "-cp", JavaProcess.classPathOfTests(), Demo.class.getName()));
        return JavaProcess.start(directory, Map.of(), arguments);
    }
}
