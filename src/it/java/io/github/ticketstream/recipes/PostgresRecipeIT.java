package io.github.ticketstream.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The recipe as a process of its own, killed while it writes, against a real Postgres. */
@Tag("proof")
class PostgresRecipeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final KafkaInJvm kafka = KafkaInJvm.shared();

    @Test
    void afterTwoKillsTheTableEqualsTheTopic() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TicketTopic topic = new TicketTopic(kafka)) {
            topic.anyVersions(400);
            killWhileItWrites(postgres, topic);
            topic.anyVersions(300);
            killWhileItWrites(postgres, topic);
            topic.anyVersions(300);
            topic.publish(topic.record("refused", 1, "discovered", "{\"update_time\":1,\"desc\":\"\\u0000\"}"));
            topic.commit();
            try (JavaProcess recipe = start(postgres, topic)) {
                Map<String, Row> expected = contentOf(topic);
                await().atMost(Duration.ofMinutes(2))
                        .untilAsserted(() -> assertThat(tableIn(postgres)).isEqualTo(expected));
                await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(recipe.toString()).contains("skipped refused@1"));
            }
        }
    }

    /** So what a crash costs is the same for all of them. */
    @Test
    void allRecipesReadAsTheOneThatIsKilledHere() throws IOException {
        try (Stream<Path> recipes = Files.list(Path.of("src/examples/recipes"))) {
            assertThat(recipes.filter(file -> file.toString().endsWith(".camel.yaml")))
                    .hasSize(6)
                    .allSatisfy(recipe -> assertThat(Files.readString(recipe))
                            .contains("isolationLevel: read_committed, autoOffsetReset: earliest, breakOnFirstError: true,"
                                    + " autoCommitEnable: false, allowManualCommit: true"));
        }
    }

    private void killWhileItWrites(EmbeddedPostgres postgres, TicketTopic topic) throws IOException {
        Map<String, Row> before = tableIn(postgres);
        try (JavaProcess recipe = start(postgres, topic)) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !tableIn(postgres).equals(before));
            recipe.kill();
        }
    }

    private JavaProcess start(EmbeddedPostgres postgres, TicketTopic topic) {
        return RecipeProcess.start(
                "postgres.camel.yaml",
                kafka,
                topic,
                Map.of("POSTGRES_URL", postgres.getJdbcUrl("postgres", "postgres")));
    }

    private Map<String, Row> contentOf(TicketTopic topic) throws IOException {
        Map<String, Row> content = new TreeMap<>();
        try (Subscriber subscriber = new Subscriber(kafka, topic.name)) {
            for (var record : subscriber.recordsToEnd()) {
                JsonNode json = record.value() == null ? null : JSON.readTree(record.value());
                if (json == null) {
                    content.remove(record.key());
                } else if (json.has("last_update_time")) {
                    content.computeIfPresent(record.key(), (key, row) -> new Row(row.updateTime, true, row.ticket));
                } else if (!record.key().equals("refused")) {
                    content.put(record.key(), new Row(json.get("update_time").longValue(), false, json));
                }
            }
        }
        return content;
    }

    private static Map<String, Row> tableIn(EmbeddedPostgres postgres) throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from tickets")) {
            while (row.next()) {
                rows.put(
                        row.getString("ticket_no"),
                        new Row(
                                row.getLong("update_time"),
                                row.getBoolean("gone"),
                                JSON.readTree(row.getString("ticket"))));
            }
        } catch (SQLException e) {
            return Map.of(); // The recipe makes the table.
        }
        return rows;
    }

    private record Row(long updateTime, boolean gone, JsonNode ticket) {}
}
