package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator unpacks: it runs in a clean directory, with a JVM and nothing else of this machine. */
class TarballIT extends PackagedIT {
    private static final Pattern FLAG = Pattern.compile("-X[\\w:+=-]+");

    private Path home;

    @BeforeEach
    void unpack() {
        home = unpackArchive();
    }

    @Test
    void theScriptRunsTheProgramAndHandsOnItsWordsFlagsAndSignals() throws IOException {
        tuya.tickets().addGenerated(3, 1);
        Path config = home.resolve("config/application.properties");
        Files.writeString(config, Files.readString(config) + "\ntickets.page-size=7\n");
        Path script = Files.createSymbolicLink(directory.resolve("stream"), home.resolve("bin/tuya-ticket-stream"));

        List.of("TRANSACTIONAL_ID", "TOPIC", "STATE_TOPIC", "SWEEP_TOPIC", "DEAD_LETTER_TOPIC")
                .forEach(derived -> program.without("TICKETS_" + derived));
        program.with("TICKETS_STREAM", name).with("TUYA_CALLS_PER_MONTH", "1000000000");
        try (JavaProcess process =
                program.with("JAVA_OPTS", "-Dlog.format=json -Xmx128m").startBy(script)) {
            awaitLine(process, "fetched=3 changed=3");
            assertThat(process.out()).anyMatch(line -> line.contains(name + ".tickets as " + name + "-ticket-stream"));
            assertThat(process.out()).anyMatch(line -> line.startsWith("{") && line.contains("page size 7,"));
            assertThat(process.terminate().exitCode(STOP)).isZero();
            assertThat(process.err()).isEmpty();
        }
        try (JavaProcess audit = program.startBy(script, "audit")) {
            assertThat(audit.exitCode(START)).as(audit.toString()).isZero();
            assertThat(audit.out()).anyMatch(line -> line.contains("3 marks"));
        }
        try (JavaProcess version = program.startBy(script, "--version")) {
            assertThat(version.exitCode(START)).isZero();
            assertThat(version.out()).containsExactly("tuya-ticket-stream " + version());
        }
    }

    /** But for the archive of classes, and the heap: the image's container has a limit. */
    @Test
    void theScriptHasTheImagesFlags() throws IOException {
        assertThat(flags(Files.readString(home.resolve("bin/tuya-ticket-stream"))))
                .containsAll(flags(Files.readAllLines(Path.of("src/main/docker/Dockerfile")).stream()
                        .filter(line -> line.startsWith("ENTRYPOINT") && line.contains("Xms"))
                        .findFirst()
                        .orElseThrow()
                        .replaceAll("-XX:(SharedArchiveFile|MaxRAMPercentage)[^\"]*", "")));
    }

    private static List<String> flags(String text) {
        return FLAG.matcher(text).results().map(MatchResult::group).toList();
    }

    @Test
    void systemdKnowsAllThatTheUnitSays() throws IOException {
        Path unit = home.resolve("systemd/tuya-ticket-stream.service");
        Files.writeString(unit, Files.readString(unit).replace("/opt/tuya-ticket-stream", home.toString()));

        assertThat(run(Tool.require("systemd-analyze", ".ci/install-tools"), "verify", unit.toString()))
                .isEmpty();
    }

    /** The version stands in the pom, the AsyncAPI document, the example for Kubernetes, the image, README and Changes. */
    @Test
    void theVersionIsTheSameEverywhere() throws IOException {
        assertThat(Files.readString(Path.of("config/kubernetes.yaml"))).contains("/tuya-ticket-stream:" + version());
        assertThat(Files.readString(Path.of("src/main/docker/Dockerfile")))
                .contains("image.version=\"" + version() + "\"");
        assertThat(new YAMLMapper()
                        .readTree(Path.of("src/main/resources/asyncapi.yaml").toFile())
                        .at("/info/version")
                        .asText())
                .isEqualTo(version());
        assertThat(Files.readString(Path.of("src/site/markdown/changes.md"))).contains("\n## " + version());
        assertThat(Files.readString(Path.of("README.md")))
                .contains("ersion " + version(), "`tuya-ticket-stream-" + version() + ".tar.gz`");
    }
}
