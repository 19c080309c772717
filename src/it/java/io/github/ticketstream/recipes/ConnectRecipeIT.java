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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What it writes, read with the converter that a sink of Kafka Connect uses. */
class ConnectRecipeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final KafkaInJvm kafka = KafkaInJvm.shared();

    @Test
    void everyVersionIsARowWithItsSchema() throws Exception {
        try (TicketTopic topic = new TicketTopic(kafka);
                TicketTopic rows = new TicketTopic(kafka);
                JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "true"), false);
            topic.discovered("T,(1)", 1_000, "Pending");
            String finished = ticket("T,(1)", 2_000, "Finished").replace("2000", "\"2000\"");
            topic.publish(topic.record("T,(1)", 2_000, "updated", finished));
            topic.disappeared("T,(1)", 2_000);
            topic.publish(topic.record("T,(1)", 2_000, "discovered", finished));
            topic.forgotten("T,(1)");
            topic.commit();
            List<String> values = new ArrayList<>();
            try (RunningRecipe recipe =
                            new RunningRecipe("connect.camel.yaml", kafka, topic, Map.of("connect.topic", rows.name));
                    Subscriber subscriber = new Subscriber(kafka, rows.name)) {
                await().atMost(Duration.ofSeconds(60))
                        .pollInSameThread()
                        .until(() -> subscriber.records().size() == 5);
                subscriber.records().forEach(record -> {
                    assertThat(record.key()).isEqualTo("T,(1)");
                    values.add(text(converter, record.value()));
                });
            }
            String row = "T,(1) 2000 Finished " + finished;
            assertThat(values)
                    .containsExactly(
                            "T,(1) 1000 Pending " + ticket("T,(1)", 1_000, "Pending"), row, null, row, null);
        }
    }

    @Test
    @Tag("proof")
    void afterTwoKillsTheTableOfUpsertsEqualsTheTopic() throws Exception {
        try (TicketTopic topic = new TicketTopic(kafka);
                TicketTopic rows = new TicketTopic(kafka)) {
            topic.anyVersions(400);
            killWhileItWrites(topic, rows);
            topic.anyVersions(300);
            killWhileItWrites(topic, rows);
            topic.anyVersions(300);
            try (JavaProcess recipe = start(topic, rows);
                    Subscriber versions = new Subscriber(kafka, topic.name);
                    Subscriber upserts = new Subscriber(kafka, rows.name)) {
                Map<String, String> expected = table(versions.recordsToEnd());
                await().atMost(Duration.ofMinutes(2))
                        .pollInSameThread()
                        .untilAsserted(() -> assertThat(table(upserts.recordsToEnd())).isEqualTo(expected));
                assertThat(upserts.records()).as("what a kill repeats").hasSizeGreaterThanOrEqualTo(1_000);
            }
        }
    }

    private void killWhileItWrites(TicketTopic topic, TicketTopic rows) {
        try (Subscriber upserts = new Subscriber(kafka, rows.name)) {
            int before = upserts.recordsToEnd().size();
            try (JavaProcess recipe = start(topic, rows)) {
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(10))
                        .pollInSameThread()
                        .until(() -> upserts.recordsToEnd().size() > before);
                recipe.kill();
            }
        }
    }

    private JavaProcess start(TicketTopic topic, TicketTopic rows) {
        return RecipeProcess.start("connect.camel.yaml", kafka, topic, Map.of("CONNECT_TOPIC", rows.name));
    }

    /** What a sink with upserts and deletes makes of versions, or of rows: each ticket's last version. */
    private static Map<String, String> table(List<ConsumerRecord<String, String>> records) throws IOException {
        Map<String, String> table = new TreeMap<>();
        for (var record : records) {
            JsonNode json = record.value() == null ? null : JSON.readTree(record.value());
            if (json == null || json.has("last_update_time")) {
                table.remove(record.key());
            } else {
                table.put(record.key(), json.has("payload") ? json.at("/payload/ticket").textValue() : record.value());
            }
        }
        return table;
    }

    private static String text(JsonConverter converter, String value) {
        if (value == null) {
            return null;
        }
        var row = (Struct) converter
                .toConnectData("rows", value.getBytes(StandardCharsets.UTF_8))
                .value();
        return "%s %s %s %s"
                .formatted(row.get("ticket_no"), row.get("update_time"), row.get("state_code"), row.get("ticket"));
    }
}
