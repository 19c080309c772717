package io.github.ticketstream.recipes;

import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.Certificates;
import io.github.ticketstream.kit.SecuredKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recipe uses the same settings for its login as the program. */
@Tag("proof")
class RecipeLoginIT {
    private static final String KAFKA = "camel.component.kafka.";

    @TempDir
    private Path directory;

    @Test
    void aRecipeLogsInByUserAndPassword() throws Exception {
        SecuredKafka secured = SecuredKafka.shared();
        Map<String, String> settings = Map.of(
                "files.directory", directory.toString(),
                "kafka", secured.addressForSasl(),
                KAFKA + "sasl-auth-type", "SCRAM_SHA_512",
                KAFKA + "sasl-username", SecuredKafka.USER,
                KAFKA + "sasl-password", SecuredKafka.PASSWORD,
                KAFKA + "ssl-truststore-location", secured.certificates().trustStore().toString(),
                KAFKA + "ssl-truststore-password", Certificates.PASSWORD);
        try (TicketTopic topic = new TicketTopic(secured.kafka())) {
            secured.grant(ResourceType.TOPIC, topic.name, AclOperation.READ);
            secured.grant(ResourceType.GROUP, topic.name, AclOperation.READ);
            topic.discovered("T1", 1_000, "Pending");
            topic.commit();
            try (RunningRecipe recipe = new RunningRecipe("files.camel.yaml", secured.kafka(), topic, settings)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> lines() == 1);
            }
        }
    }

    private long lines() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            long lines = 0;
            for (Path file : files.toList()) {
                lines += Files.readAllLines(file).size();
            }
            return lines;
        }
    }
}
