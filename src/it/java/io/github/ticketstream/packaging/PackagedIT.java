package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.ManagementClient;
import io.github.ticketstream.kit.Pages;
import io.github.ticketstream.kit.Tool;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the packaged program have in common: a simulator of their own, and topics of their own on the shared broker. */
abstract class PackagedIT {
    static final Duration START = Duration.ofMinutes(2);
    static final Duration STOP = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    final KafkaInJvm kafka = KafkaInJvm.shared();
    final String name = "jar-" + UUID.randomUUID().toString().substring(0, 8);
    TuyaSimulator tuya;
    PackagedProgram program;

    @BeforeEach
    final void startTuya() {
        tuya = TuyaSimulator.start();
        program = new PackagedProgram(name, directory, tuya, kafka);
    }

    @AfterEach
    final void stopTuya() {
        tuya.close();
    }

    static void awaitLine(JavaProcess process, String part) {
        await().atMost(START)
                .failFast("the program ended", () -> !process.isAlive())
                .until(() -> count(process, part) > 0);
    }

    /** Lines of standard output that hold this. */
    static long count(JavaProcess process, String part) {
        return process.out().stream().filter(line -> line.contains(part)).count();
    }

    /** Unpacks the operators' archive in the test's directory, and returns where. */
    final Path unpackArchive() {
        Path tarball = Path.of("target", "tuya-ticket-stream-" + version() + ".tar.gz");
        run(Tool.require("tar", "apt-get install tar"), "-xzf", tarball.toAbsolutePath().toString());
        return directory.resolve("tuya-ticket-stream-" + version());
    }

    final String run(Tool tool, String... arguments) {
        Tool.Result result = tool.run(directory, Duration.ofMinutes(1), Map.of(), arguments);
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }

    static String version() {
        return Pattern.compile("<version>(.*?)</version>")
                .matcher(String.join("\n", Pages.lines(Path.of("pom.xml"))))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    /** What its management server answers. */
    String page(String path) {
        return ManagementClient.get(URI.create("http://127.0.0.1:" + program.managementPort() + path))
                .body();
    }
}
