package io.github.ticketstream.recipes;

import static io.github.ticketstream.recipes.TicketTopic.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.KafkaInJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
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
