package io.github.ticketstream.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recipe's log says why a delivery fails, and shows neither the webhook's address nor a password. */
@Tag("proof")
class SecretsOfRecipesIT {
    private static final String SECRET = "s3cr3t-of-the-receiver";
    private final KafkaInJvm kafka = KafkaInJvm.shared();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"chat", "jira", "search"})
    void theLogShowsNone(String recipe) throws Exception {
        try (TicketTopic topic = new TicketTopic(kafka);
                StandIn receiver = new StandIn(request -> StandIn.Answer.of(503, ""))) {
            topic.discovered("T1", 1, "Pending");
            topic.commit();
            try (JavaProcess process =
                    RecipeProcess.start(recipe + ".camel.yaml", kafka, topic, settings(receiver.address()))) {
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> receiver.requests().size() > 2);
                assertThat(receiver.requests().toString()).contains(SECRET);
                assertThat(process.toString()).contains("503").doesNotContain(SECRET);
            }
        }
    }

    private Map<String, String> settings(String address) {
        return Map.of(
                "CHAT_WEBHOOK", address + "/" + SECRET + "?key=" + SECRET,
                "CHAT_STATES", directory.resolve("states").toString(),
                "JIRA_URL", address,
                "JIRA_PROJECT", "SUP",
                "JIRA_AUTHORIZATION", "Basic " + SECRET,
                "SEARCH_URL", address,
                "SEARCH_AUTHORIZATION", "ApiKey " + SECRET);
    }
}
