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
import java.util.Map;
import java.util.TreeMap;
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
}
