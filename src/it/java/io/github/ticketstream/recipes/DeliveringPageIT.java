package io.github.ticketstream.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.Pages;
import io.github.ticketstream.kit.Tool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the page Delivering as they stand there, but for addresses and names. */
@Tag("proof")
class DeliveringPageIT {
    private final KafkaInJvm kafka = KafkaInJvm.shared();

    @TempDir
    private Path directory;

    @Test
    void rowsAreInPostgresAndComeAgainForAnotherGroup() throws Exception {
        String again = "export GROUP=postgres-2";
        assertThat(String.join("\n", Pages.lines(Path.of("src/site/markdown/delivering.md")))).contains("`" + again + "`");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TicketTopic topic = new TicketTopic(kafka)) {
            topic.discovered("T1", 1, "Pending");
            topic.updated("T1", 2, "Finished");
            topic.discovered("T2", 1, "Pending");
            topic.commit();
            runUntil(postgres, topic, "", "T1 | Finished", "T2 | Pending");
            execute(postgres, "psql -h localhost -U postgres -c \"delete from tickets where ticket_no = 'T1'\"");
            runUntil(postgres, topic, again, "T1 | Finished", "T2 | Pending");
        }
    }

    private void runUntil(EmbeddedPostgres postgres, TicketTopic topic, String before, String... rows) throws IOException {
        String recipe = Pages.blockWith("exec:java@recipe")
                .replace("localhost/postgres", "localhost:" + postgres.getPort() + "/postgres");
        Path script = Files.writeString(
                directory.resolve("recipe"),
                "#!/bin/bash\nset -e\nexport PATH='" + System.getenv("PATH") + "'\n" + before + "\n" + recipe);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Map<String, String> environment = new TreeMap<>(System.getenv()); // Maven's own settings, if there are any.
        environment.put("KAFKA", kafka.bootstrapServers());
        environment.put("TICKETS_TOPIC", topic.name);
        try (JavaProcess process = JavaProcess.startBy(script, Path.of(""), environment)) {
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(1))
                    .failFast("the recipe ended", () -> !process.isAlive())
                    .untilAsserted(() -> assertThat(execute(postgres, Pages.blockWith("from tickets"))
                                    .lines()
                                    .map(line -> line.strip().replaceAll(" +", " ")))
                            .contains(rows));
        }
    }

    private String execute(EmbeddedPostgres postgres, String psql) {
        Tool.require("psql", ".ci/install-tools");
        return Tool.require("bash", "apt-get install bash")
                .run(directory, Duration.ofMinutes(1), Map.of("PGPORT", String.valueOf(postgres.getPort())), "-ec", psql)
                .output();
    }

    /** By the class that the script calls: no Kafka is installed here. */
    @Test
    void aShareGroupThatIsSetReadsWhatIsCommitted() throws Exception {
        try (KafkaInJvm broker = KafkaInJvm.start(Map.of(
                        "share.coordinator.state.topic.replication.factor", "1",
                        "share.coordinator.state.topic.min.isr", "1",
                        "share.coordinator.state.topic.num.partitions", "1"));
                TicketTopic topic = new TicketTopic(broker)) {
            List<String> committed = List.of("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9");
            committed.forEach(number -> topic.discovered(number, 1, "Pending"));
            topic.commit();
            assertThat(keysReadBy(broker, topic.name + "-as-it-comes", topic, committed)).contains("aborted");

            String group = topic.name + "-set";
            List<String> command = new ArrayList<>(List.of("-cp", JavaProcess.classPathOfTests()));
            command.addAll(List.of(Pages.blockWith("kafka-configs.sh")
                    .replace("kafka-configs.sh", "kafka.admin.ConfigCommand")
                    .replace("localhost:9092", broker.bootstrapServers())
                    .replace("NAME", group)
                    .split(" ")));
            try (JavaProcess tool = JavaProcess.start(directory, Map.of(), command)) {
                assertThat(tool.exitCode(Duration.ofMinutes(1))).as(tool.toString()).isZero();
            }
            assertThat(keysReadBy(broker, group, topic, committed)).containsExactlyInAnyOrderElementsOf(committed);
        }
    }

    private List<String> keysReadBy(KafkaInJvm broker, String group, TicketTopic topic, List<String> last) throws Exception {
        try (Admin admin = broker.admin()) {
            var fromTheBeginning = new AlterConfigOp(
                    new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), List.of(fromTheBeginning)))
                    .all()
                    .get();
        }
        Properties settings = broker.clientSettings();
        settings.put("group.id", group);
        List<String> keys = new ArrayList<>();
        try (var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(Set.of(topic.name));
            await().atMost(Duration.ofMinutes(1)).pollInSameThread().until(() -> {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> keys.add(record.key()));
                return keys.containsAll(last);
            });
        }
        return keys;
    }
}
