package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program says while Kafka or the API is away. */
@Tag("proof")
class FailuresInLogIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FAILED = " Recovery - sweep failed: ";
    private static final String COMPLETE = " StreamStatus - sweep complete: ";
    private static KafkaInJvm kafka;

    @TempDir
    private Path directory;

    private TuyaSimulator tuya;
    private PackagedProgram program;

    @BeforeAll
    static void startKafka() {
        kafka = KafkaInJvm.start(Map.of());
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void startTuya(TestInfo test) {
        tuya = TuyaSimulator.start();
        program = new PackagedProgram(test.getTestMethod().orElseThrow().getName(), directory, tuya, kafka);
    }

    @AfterEach
    void stopTuya() {
        tuya.close();
    }

    @Test
    void saysOneLineForEachFailedSweepWhileKafkaIsAway() {
        assertOneLineEach("Kafka", kafka::stopBroker, kafka::startBroker);
    }

    @Test
    void saysOneLineForEachFailedSweepWhileTheApiIsAway() {
        assertOneLineEach("no reply from Tuya", tuya::goOffline, tuya::goOnline);
    }

    private void assertOneLineEach(String reason, Runnable away, Runnable back) {
        tuya.tickets().addGenerated(20, 1);
        try (JavaProcess process = program.start()) {
            awaitLines(process, COMPLETE, 1);
            away.run();
            try {
                awaitLines(process, FAILED, 3);
            } finally {
                back.run();
            }
            awaitLines(process, COMPLETE, lines(process, COMPLETE).size() + 2);

            assertThat(process.out())
                    .filteredOn(line -> !line.contains(" INFO "))
                    .allMatch(line -> line.contains(FAILED + reason));
            assertThat(process.err()).isEmpty();
            assertThat(process.out()).noneMatch(line -> line.startsWith("\tat "));
        }
    }

    private static void awaitLines(JavaProcess process, String part, int times) {
        await().atMost(PATIENCE)
                .failFast("the program ended", () -> !process.isAlive())
                .until(() -> lines(process, part).size() >= times);
    }

    private static List<String> lines(JavaProcess process, String part) {
        return process.out().stream().filter(line -> line.contains(part)).toList();
    }
}
