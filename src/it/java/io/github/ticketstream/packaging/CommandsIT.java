package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as an operator types them: exit codes, and nothing on standard output but what was asked for. */
class CommandsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void theDoctorsReportIsAllThatIsOnStandardOutput() throws IOException {
        try (TuyaSimulator tuya = TuyaSimulator.start();
                JavaProcess doctor = new PackagedProgram("doctor", directory, tuya, KafkaInJvm.shared())
                        .with("TUYA_CLIENT_SECRET", "not-the-secret")
                        .with("TICKETS_POL_PERIOD", "5s")
                        .command("doctor", "--json")) {
            assertThat(doctor.exitCode(PATIENCE)).isEqualTo(3);
            assertThat(doctor.err()).isEmpty();
            JsonNode results = new ObjectMapper().readTree(String.join("\n", doctor.out()));
            assertThat(results).hasSizeGreaterThan(20);
            assertThat(results.get(0).toString()).contains("\"warn\"").contains("TICKETS_POL_PERIOD");
            assertThat(results.findValuesAsText("status")).containsOnlyOnce("FAIL");
        }
    }

    @Test
    void aWordThatIsNoCommandDoesNotStartTheStream() {
        try (TuyaSimulator tuya = TuyaSimulator.start();
                JavaProcess program =
                        new PackagedProgram("word", directory, tuya, KafkaInJvm.shared()).command("docter")) {
            assertThat(program.exitCode(PATIENCE)).isEqualTo(2);
            assertThat(program.err()).anyMatch(line -> line.startsWith("usage: "));
            assertThat(program.out()).isEmpty();
        }
    }
}
