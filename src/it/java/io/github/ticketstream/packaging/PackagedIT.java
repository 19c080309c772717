package io.github.ticketstream.packaging;

import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.ManagementClient;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
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

    /** What its management server answers. */
    String page(String path) {
        return ManagementClient.get(URI.create("http://127.0.0.1:" + program.managementPort() + path))
                .body();
    }
}
