package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar, when health and metrics can't be where they shall be: it says so at once, rather than run unseen. */
@Tag("proof")
class ManagementPortIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private TuyaSimulator tuya;
    private PackagedProgram program;

    @BeforeEach
    void startTuya() {
        tuya = TuyaSimulator.start();
        program = new PackagedProgram("management-port", directory, tuya, KafkaInJvm.shared());
    }

    @AfterEach
    void stopTuya() {
        tuya.close();
    }

    @Test
    void aPortThatIsNoNumberIsRefused() {
        assertRefused(2, "camel.management.port: 'abc' is not allowed", "-Dcamel.management.port=abc");
    }

    @Test
    void aHostThatIsNotKnownIsRefused() {
        assertRefused(
                2,
                "camel.management.host: 'no.such.host.invalid' is not known",
                "-Dcamel.management.host=no.such.host.invalid");
    }

    @Test
    void saysThatItsPortIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(program.managementPort(), 1, InetAddress.getLoopbackAddress())) {
            assertRefused(
                    1,
                    "tuya-ticket-stream could not start: java.lang.IllegalStateException: camel.management.port: can't listen at 127.0.0.1:"
                            + other.getLocalPort());
        }
    }

    private void assertRefused(int exitCode, String beginning, String... properties) {
        try (JavaProcess process = program.start(properties)) {
            assertThat(process.exitCode(PATIENCE)).as(process::toString).isEqualTo(exitCode);
            assertThat(process.err()).singleElement().asString().startsWith(beginning);
            assertThat(process.out()).noneMatch(line -> line.startsWith("\tat "));
        }
    }
}
