package io.github.ticketstream.packaging;

import io.github.ticketstream.kit.Certificates;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes the archive with which the packaged program starts faster: {@code mvn -q -DskipTests package exec:java@archive
 * }. The program runs once, against a simulated cloud and a broker in this JVM, and at its end its JVM writes the
 * loaded classes. An archive fits only the JVM and the jars that made it, at their paths; otherwise the JVM ignores it.
 */
public final class StartArchive {
    private static final int TICKETS = 500;
    private static final int SWEEPS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path file;

    /** @param file the archive, without the suffix */
    private StartArchive(Path file) {
        this.file = file;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try (KafkaInJvm kafka = KafkaInJvm.start(Map.of())) {
            StartArchive archive = make(Path.of("target", "tuya-ticket-stream"), kafka);
            System.out.printf("java %s -jar target/tuya-ticket-stream.jar%n", archive.option());
        }
        System.exit(0);
    }

    /** Makes an archive, which replaces an older one. */
    static StartArchive make(Path file, KafkaInJvm kafka) throws IOException, InterruptedException {
        StartArchive archive = new StartArchive(file);
        Files.deleteIfExists(archive.path());
        Path directory = Files.createTempDirectory("start-archive");
        Certificates certificates = new Certificates(directory);
        CountDownLatch sweeps = new CountDownLatch(SWEEPS);
        try (TuyaSimulator tuya = TuyaSimulator.builder()
                .tls(Certificates.serverContext(certificates.keyStore("api")))
                .start()) {
            tuya.tickets().addGenerated(TICKETS, 1);
            PackagedProgram program = new PackagedProgram("start-archive", directory, tuya, kafka);
            try (JavaProcess process = program.start(
                    line -> {
                        if (line.contains("sweep complete")) {
                            sweeps.countDown();
                        }
                    },
                    archive.makingOption(),
                    "-Djavax.net.ssl.trustStore=" + certificates.trustStore(),
                    "-Djavax.net.ssl.trustStorePassword=" + Certificates.PASSWORD)) {
                if (!sweeps.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException("it did not sweep; " + process);
                }
                // The JVM writes the archive on its way out.
                process.terminate().exitCode(PATIENCE);
                if (!Files.exists(archive.path())) {
                    throw new IllegalStateException("there is no archive; " + process);
                }
            }
        }
        return archive;
    }

    String option() {
        return (isCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + path();
    }

    private String makingOption() {
        return (isCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + path().toAbsolutePath();
    }

    private Path path() {
        return file.resolveSibling(file.getFileName() + (isCache() ? ".aot" : ".jsa"));
    }

    /** From JDK 25 on, an archive also holds linked classes and profiles. */
    private static boolean isCache() {
        return Runtime.version().feature() >= 25;
    }
}
