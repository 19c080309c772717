package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * What {@code .ci/container-check}, which runs the demo, cannot see: where secrets come from, what is open to others, the
 * services that it does not start.
 */
class ComposeFileTest {
    private JsonNode compose;
    private JsonNode services;

    @BeforeEach
    void read() throws IOException {
        // SnakeYAML itself resolves the merge keys (<<), which Jackson leaves alone.
        compose = new YAMLMapper().valueToTree(new Yaml().load(Files.readString(Path.of("docker-compose.yml"))));
        services = compose.path("services");
    }

    @Test
    void theImageHasNoSettings() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/docker/Dockerfile")))
                .noneMatch(line -> line.startsWith("ENV ") || line.startsWith("ARG "));
    }

    /** Without a value: from the shell. An unknown one would end the program with exit code 2, again and again. */
    @Test
    void theApplicationIsGivenEverySettingOfOursFromTheShell() throws IOException {
        List<String> ours = OperatorsFileTest.packagedDefaults().keySet().stream()
                .map(key -> key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'))
                .toList();

        assertThat(services.path("application").path("environment"))
                .map(JsonNode::asText)
                .filteredOn(variable -> !variable.startsWith("CAMEL_"))
                .containsExactlyInAnyOrderElementsOf(ours);
    }

    @Test
    void theDemoSharesNoTopicWithTheRealStream() {
        assertThat(services.at("/demo-application/environment/TICKETS_STREAM").asText())
                .isEqualTo("demo");
    }

    @Test
    void everyServiceHasLittleRightsAndIsOpenToThisMachineOnly() {
        assertThat(services).allSatisfy(service -> {
            assertThat(service.path("cap_drop").path(0).asText()).isEqualTo("ALL");
            assertThat(service.path("security_opt").path(0).asText()).isEqualTo("no-new-privileges:true");
            assertThat(service.has("privileged")).isFalse();
            assertThat(service.path("ports")).allMatch(port -> port.asText().startsWith("127.0.0.1:"));
        });
    }

    @Test
    void whatIsMountedExistsAndStaysAsItIs() {
        services.findValues("volumes")
                .forEach(volumes -> assertThat(volumes).allSatisfy(volume -> {
                    String[] parts = volume.asText().split(":");
                    if (parts[0].startsWith(".")) {
                        assertThat(Path.of(parts[0])).exists();
                        assertThat(parts[2]).isEqualTo("ro");
                    } else {
                        assertThat(compose.path("volumes").has(parts[0])).isTrue();
                    }
                }));
    }

    @Test
    void theKafkaUiReadsWhatIsCommittedAndChangesNothing() {
        JsonNode environment = services.path("kafka-ui").path("environment");

        assertThat(environment
                        .path("KAFKA_CLUSTERS_0_PROPERTIES_ISOLATION_LEVEL")
                        .asText())
                .isEqualTo("read_committed");
        assertThat(environment.path("KAFKA_CLUSTERS_0_READONLY").asText()).isEqualTo("true");
    }
}
