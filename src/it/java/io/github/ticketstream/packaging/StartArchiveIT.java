package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The archive for a faster start, made and taken by the JDK that runs the tests. */
@Tag("proof")
class StartArchiveIT extends PackagedIT {
    @Test
    void theProgramTakesItsClassesFromTheArchiveAndWorks() throws IOException, InterruptedException {
        StartArchive archive = StartArchive.make(directory.resolve("start"), kafka);
        Path log = directory.resolve("classes.log");
        tuya.tickets().addGenerated(120, 1);
        try (JavaProcess process = program.start(archive.option(), "-Xlog:class+load:file=" + log)) {
            awaitLine(process, "fetched=120 changed=120");

            assertThat(process.terminate().exitCode(STOP)).isZero();
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
