package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands as an operator types them: exit codes, and nothing on standard output but what was asked for. */
class CommandsIT extends PackagedIT {
    @Test
    void theDoctorsReportIsAllThatIsOnStandardOutput() throws IOException {
        program.with("TUYA_CLIENT_SECRET", "not-the-secret").with("TICKETS_POL_PERIOD", "5s");
        try (JavaProcess doctor = program.command("doctor", "--json")) {
            assertThat(doctor.exitCode(START)).isEqualTo(3);
            assertThat(doctor.err()).isEmpty();
            JsonNode results = new ObjectMapper().readTree(String.join("\n", doctor.out()));
            assertThat(results).hasSizeGreaterThan(10);
            assertThat(results.get(0).toString()).contains("\"warn\"").contains("TICKETS_POL_PERIOD");
            assertThat(results.findValuesAsText("status")).containsOnlyOnce("FAIL");
        }
    }

    @Test
    void aWordThatIsNoCommandDoesNotStartTheStream() {
        try (JavaProcess process = program.command("docter")) {
            assertThat(process.exitCode(START)).isEqualTo(2);
            assertThat(process.err()).anyMatch(line -> line.startsWith("usage: "));
            assertThat(process.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tuya-ticket-stream.jar, --version, tuya-ticket-stream 1.",
        "tuya-ticket-stream-simulator.jar, --help, usage: java -jar tuya-ticket-stream-simulator.jar",
        "tuya-ticket-stream-simulator.jar, --version, tuya-ticket-stream-simulator 1."
    })
    void helpAndVersionAreToldWithoutASetting(String jar, String word, String told) {
        try (JavaProcess process = JavaProcess.start(
                directory,
                Map.of(),
                List.of("-jar", Path.of("target", jar).toAbsolutePath().toString(), word))) {
            assertThat(process.exitCode(START)).isZero();
            assertThat(process.out().get(0)).startsWith(told);
            assertThat(process.err()).isEmpty();
        }
    }

    @Test
    void theJarAloneSaysInOneLineWhatIsMissing() throws IOException {
        Files.copy(Path.of("target", "tuya-ticket-stream.jar"), directory.resolve("alone.jar"));
        try (JavaProcess process = JavaProcess.start(directory, Map.of(), List.of("-jar", "alone.jar"))) {
            assertThat(process.exitCode(START)).isEqualTo(1);
            assertThat(process.err()).singleElement().asString().contains("the directory lib belongs beside the jar");
        }
    }

    @Test
    void theSimulatorTakesNoOtherWordAndItsSettingsStandOnThePage() {
        String jar = Path.of("target", "tuya-ticket-stream-simulator.jar")
                .toAbsolutePath()
                .toString();
        try (JavaProcess process = JavaProcess.start(directory, Map.of(), List.of("-jar", jar, "--port=1"))) {
            assertThat(process.exitCode(START)).isEqualTo(2);
            assertThat(process.err().get(0)).isEqualTo("it takes no arguments but --help and --version");
            String page = String.join("\n", Pages.lines(Path.of("src/site/markdown/operating.md")));
            assertThat(process.err())
                    .filteredOn(line -> line.startsWith("SIMULATOR_"))
                    .hasSize(6)
                    .map(line -> line.split(" +"))
                    .allMatch(words -> page.contains("| `" + words[0] + "` | `" + words[1] + "` |"));
        }
    }
}
