package io.github.ticketstream.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.examples.Recipe;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The recipe as a process of its own, killed while it writes, against a real Postgres. */
@Tag("proof")
class PostgresRecipeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final KafkaInJvm kafka = KafkaInJvm.shared();
    private final Random random = new Random(25);
    private final long[] updateTimes = new long[60];

    @Test
    void afterTwoKillsTheTableEqualsTheTopic() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TicketTopic topic = new TicketTopic(kafka)) {
            publish(topic, 400);
            killWhileItWrites(postgres, topic);
            publish(topic, 300);
            killWhileItWrites(postgres, topic);
            publish(topic, 300);
            topic.publish(topic.record("refused", 1, "discovered", "{\"update_time\":1,\"desc\":\"\\u0000\"}"));
            topic.commit();
            try (JavaProcess recipe = start(postgres, topic)) {
                Map<String, Row> expected = contentOf(topic);
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(tableIn(postgres)).isEqualTo(expected));
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(recipe.toString()).contains("skipped refused@1"));
            }
        }
    }

    private void killWhileItWrites(EmbeddedPostgres postgres, TicketTopic topic) throws IOException {
        Map<String, Row> before = tableIn(postgres);
        try (JavaProcess recipe = start(postgres, topic)) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !tableIn(postgres).equals(before));
            recipe.kill();
        }
    }

    /** Versions, some of them silent, disappearances, returns and tombstones. */
    private void publish(TicketTopic topic, int count) {
        for (int i = 0; i < count; i++) {
            int ticket = random.nextInt(updateTimes.length);
            String number = "T'" + ticket;
            switch (random.nextInt(20)) {
                case 0 -> topic.disappeared(number, updateTimes[ticket]);
                case 1 -> topic.erased(number, updateTimes[ticket]);
                case 2 -> topic.forgotten(number);
                case 3 -> topic.discovered(number, updateTimes[ticket], "Same time " + i);
                default -> topic.updated(number, ++updateTimes[ticket], "State " + i);
            }
        }
        topic.commit();
    }

    private JavaProcess start(EmbeddedPostgres postgres, TicketTopic topic) {
        return JavaProcess.start(
                Path.of(""),
                Map.of(
                        "KAFKA", kafka.bootstrapServers(),
                        "TICKETS_TOPIC", topic.name,
                        "GROUP", topic.name,
                        "POSTGRES_URL", postgres.getJdbcUrl("postgres", "postgres")),
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        // A killed member keeps its partitions for as long.
                        "-Dcamel.component.kafka.session-timeout-ms=6000",
                        "-cp",
                        JavaProcess.classPathOfTests(),
                        Recipe.class.getName(),
                        "postgres.camel.yaml"));
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
