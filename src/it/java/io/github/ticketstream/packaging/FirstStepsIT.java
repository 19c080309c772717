package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.ManagementClient;
import io.github.ticketstream.kit.Pages;
import io.github.ticketstream.kit.Ports;
import io.github.ticketstream.kit.Tool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's five steps, in the folder of the unpacked archive, for a user who has no Tuya project: the commands are those of
 * README and pages, but for addresses, ports and the name of the topics.
 */
@Tag("proof")
class FirstStepsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String README = String.join("\n", Pages.lines(Path.of("README.md")));
    private static final String FETCHED = "sweep complete: fetched=400 ";

    private final KafkaInJvm kafka = KafkaInJvm.shared();
    private final String name = "steps-" + UUID.randomUUID().toString().substring(0, 8);
    private final int simulatorPort = Ports.free();
    private Path home;

    @TempDir
    private Path directory;

    @Test
    void theFiveStepsLeadToTickets() throws IOException {
        Tool.require("kcat", "apt-get install kcat");
        unpack();
        int port = Ports.free();
        String page = "http://127.0.0.1:9876/";
        assertThat(README).contains("`" + page + "`", "`bin/tuya-ticket-stream`");
        try (JavaProcess simulator = simulator();
                JavaProcess program = script("export CAMEL_MANAGEMENT_PORT=" + port + " TICKETS_STREAM=" + name + '\n'
                        + Pages.blockWith("bin/tuya-ticket-stream doctor") + "\nexec bin/tuya-ticket-stream")) {
            awaitLine(program, FETCHED);
            assertThat(program.out())
                    .as("the doctor's report comes first")
                    .anyMatch(line -> line.startsWith("ok ") && line.contains("Tuya API"))
                    .noneMatch(line -> line.startsWith("FAIL"));
            assertThat(ManagementClient.get(URI.create(page.replace("9876", String.valueOf(port))))
                            .statusCode())
                    .isEqualTo(200);
            try (JavaProcess kcat = script(Pages.blockWith("kcat -b localhost:9092 -t tuya.tickets -C")
                    .replace("tuya.tickets", name + ".tickets"))) {
                awaitLine(kcat, "\"ticket_no\"");
            }
            runAnotherStream();
        }
    }

    /** Under another name, beside the first. */
    private void runAnotherStream() throws IOException {
        String exports = Pages.blockWith("bin/tuya-ticket-stream doctor").lines().findFirst().orElseThrow();
        String run = Pages.blockWith("TICKETS_STREAM=acme ")
                .replace("acme", name + "-acme")
                .replace("9878", String.valueOf(Ports.free()));
        try (JavaProcess another = script(exports + '\n' + run)) {
            awaitLine(another, FETCHED);
            assertThat(another.out()).anyMatch(line -> line.contains(name + "-acme.tickets"));
        }
    }

    private void unpack() throws IOException {
        String archive = inReadme("`(tuya-ticket-stream-\\S+\\.tar\\.gz)`");
        try (JavaProcess tar = script("tar xzf '" + Path.of("target", archive).toAbsolutePath() + "'")) {
            assertThat(tar.exitCode(PATIENCE)).as(tar.toString()).isZero();
        }
        home = directory.resolve(inReadme("`cd (tuya-ticket-stream-\\S+)`"));
    }

    private static String inReadme(String words) {
        return Pattern.compile(words)
                .matcher(README)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private JavaProcess simulator() throws IOException {
        JavaProcess simulator = script("export SIMULATOR_PORT=" + simulatorPort + " SIMULATOR_CHANGES_PER_SECOND=0\n"
                + Pages.blockWith("SIMULATOR_TICKETS=400").replace("target/", ""));
        await().atMost(PATIENCE)
                .failFast("it ended", () -> !simulator.isAlive())
                .until(() -> simulator.toString().contains(String.valueOf(simulatorPort)));
        return simulator;
    }

    /** What the user types in the archive's folder. */
    private JavaProcess script(String commands) throws IOException {
        Path file = Files.createTempFile(directory, "typed", ".sh");
        Files.writeString(
                file,
                "#!/bin/bash\nset -e\nexport PATH=\"$JAVA_HOME/bin:$PATH\"\n"
                        + commands.replace("TUYA_CLIENT_ID=...", "TUYA_CLIENT_ID=simulated-client-id")
                                .replace("TUYA_CLIENT_SECRET=...", "TUYA_CLIENT_SECRET=simulated-client-secret")
                                .replace("TUYA_DATA_CENTER=eu", "TUYA_BASE_URL=http://127.0.0.1:" + simulatorPort)
                                .replace("localhost:9092", kafka.bootstrapServers()));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return JavaProcess.startBy(
                file,
                home == null ? directory : home,
                Map.of("CAMEL_COMPONENT_KAFKA_BROKERS", kafka.bootstrapServers(), "LC_ALL", "C.UTF-8"));
    }

    private static void awaitLine(JavaProcess process, String part) {
        await().atMost(PATIENCE)
                .failFast("the process ended", () -> !process.isAlive())
                .until(() -> process.out().stream().anyMatch(line -> line.contains(part)));
    }
}
