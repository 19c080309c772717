package io.github.ticketstream.recipes;

import static io.github.ticketstream.recipes.TicketTopic.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Subscriber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each record is a line in the file of its day, also after a restart. */
class FilesRecipeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final KafkaInJvm kafka = KafkaInJvm.shared();

    @TempDir
    private Path directory;

    @Test
    void everyRecordIsALineInTheFileOfItsDay() throws Exception {
        Path first = directory.resolve("2024-12-31.jsonl");
        Path second = directory.resolve("2025-01-01.jsonl");
        try (TicketTopic topic = new TicketTopic(kafka)) {
            publishAt(topic, "2024-12-31T23:59:59Z", "T,1", ticket("T,1", 1_000, "Pending"));
            publishAt(topic, "2025-01-01T00:00:00Z", "T,1", ticket("T,1", 2_000, "Finished"));
            topic.commit();
            try (RunningRecipe recipe = start(topic)) {
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(lines(second)).hasSize(1));
            }
            publishAt(topic, "2025-01-01T12:00:00Z", "T,1", null);
            topic.commit();
            try (RunningRecipe recipe = start(topic)) {
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(lines(second)).hasSize(2));
            }
            assertThat(lines(first)).hasSize(1);
            assertThat(lines(first).get(0)).endsWith(ticket("T,1", 1_000, "Pending").replace("\n", "") + "}");
            JsonNode forgotten = JSON.readTree(lines(second).get(1));
            assertThat(forgotten.get("data").isNull()).isTrue();
            assertThat(forgotten.get("id").textValue()).isEqualTo("T,1@1");
            assertThat(forgotten.get("subject").textValue()).isEqualTo("T,1");
            assertThat(forgotten.get("type").textValue()).endsWith("ticket.updated.v1");
            assertThat(forgotten.get("time").textValue()).isEqualTo("1970-01-01T00:00:00.001Z");
            assertThat(forgotten.get("position").textValue()).matches("[012]-[0-9]+");
        }
    }

    @Test
    @Tag("proof")
    void afterAKillEachRecordIsThereByItsPosition() throws Exception {
        try (TicketTopic topic = new TicketTopic(kafka);
                Subscriber subscriber = new Subscriber(kafka, topic.name)) {
            topic.anyVersions(700);
            try (JavaProcess recipe = startProcess(topic)) {
                await().atMost(Duration.ofMinutes(2))
                        .ignoreExceptions() // The last line may be half written.
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> !positions().isEmpty());
            }
            topic.anyVersions(300);
            List<String> published = subscriber.recordsToEnd().stream()
                    .map(record -> record.partition() + "-" + record.offset())
                    .toList();
            try (JavaProcess recipe = startProcess(topic)) {
                await().atMost(Duration.ofMinutes(2))
                        .ignoreExceptions() // The last line may be half written.
                        .untilAsserted(() -> assertThat(new HashSet<>(positions())).containsExactlyInAnyOrderElementsOf(published));
            }
            assertThat(positions().size()).as("a kill may repeat").isBetween(1_000, 1_000 + 500);
        }
    }

    private List<String> positions() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.flatMap(file -> lines(file).stream())
                    .map(FilesRecipeIT::position)
                    .toList();
        }
    }

    private static String position(String line) {
        try {
            return JSON.readTree(line).get("position").textValue();
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private JavaProcess startProcess(TicketTopic topic) {
        return RecipeProcess.start("files.camel.yaml", kafka, topic, Map.of("FILES_DIRECTORY", directory.toString()));
    }

    private static void publishAt(TicketTopic topic, String time, String number, String value) {
        var record = topic.record(number, 1, "updated", value);
        topic.publish(new ProducerRecord<>(
                topic.name,
                null,
                Instant.parse(time).toEpochMilli(),
                number,
                value,
                record.headers()));
    }

    private RunningRecipe start(TicketTopic topic) {
        return new RunningRecipe("files.camel.yaml", kafka, topic, Map.of("files.directory", directory.toString()));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
