package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive for a faster start, made and taken by the JDK that runs the tests. */
@Tag("proof")
class StartArchiveIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void theProgramTakesItsClassesFromTheArchiveAndWorks() throws IOException, InterruptedException {
        KafkaInJvm kafka = KafkaInJvm.shared();
        StartArchive archive = StartArchive.make(directory.resolve("start"), kafka);
        Path log = directory.resolve("classes.log");
        try (TuyaSimulator tuya = TuyaSimulator.start()) {
            tuya.tickets().addGenerated(120, 1);
            try (JavaProcess program = new PackagedProgram("from-archive", directory, tuya, kafka)
                    .start(archive.option(), "-Xlog:class+load:file=" + log)) {
                await().atMost(PATIENCE)
                        .until(() -> program.out().stream().anyMatch(line -> line.contains("fetched=120 changed=120")));

                assertThat(program.terminate().exitCode(PATIENCE)).isZero();
            }
        }
        assertThat(Files.readAllLines(log))
                .anyMatch(fromArchive("io.github.ticketstream.Wiring"))
                .anyMatch(fromArchive("org.apache.camel.impl.DefaultCamelContext"))
                .anyMatch(fromArchive("org.apache.kafka.clients.producer.KafkaProducer"))
                .anyMatch(fromArchive("io.vertx.core.http.impl.HttpServerImpl"));
    }

    private static Predicate<String> fromArchive(String className) {
        return line -> line.contains(" " + className + " source: shared objects file");
    }
}
