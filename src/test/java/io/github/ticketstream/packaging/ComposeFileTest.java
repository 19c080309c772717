package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ticketstream.simulator.SimulatorApplication;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application in Docker, which no engine checks here: paths, targets, variables and ports exist and agree. */
class ComposeFileTest {
    private static final List<String> APPLICATIONS = List.of("application", "demo-application");

    private JsonNode services;
    private List<String> dockerfile;

    @BeforeEach
    void read() throws IOException {
        services = ComposeFile.services();
        dockerfile = Files.readAllLines(Path.of("src/main/docker/Dockerfile"));
    }

    @Test
    void theServicesAreThere() {
        assertThat(services.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "kafka", "application", "simulator", "demo-application", "kafka-ui", "prometheus", "grafana");
        assertThat(services.path("simulator").path("profiles"))
                .extracting(JsonNode::asText)
                .containsExactly("demo");
        assertThat(services.path("demo-application").path("profiles"))
                .extracting(JsonNode::asText)
                .containsExactly("demo");
        assertThat(services.findParents("profiles")).hasSize(2);
    }

    /** It would end with exit code 2, and be started again, for ever. */
    @Test
    void withoutCredentialsThereIsNoApplication() {
        assertThat(services.path("application").path("deploy").path("replicas").asText())
                .isEqualTo("0${TUYA_CLIENT_ID:+1}");
    }

    @Test
    void everyBuildHasItsFileAndItsTarget() {
        Set<String> targets = dockerfile.stream()
                .filter(line -> line.startsWith("FROM "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .collect(Collectors.toSet());
        for (String service : List.of("application", "demo-application", "simulator")) {
            JsonNode build = services.path(service).path("build");
            assertThat(Path.of(
                            build.path("context").asText(),
                            build.path("dockerfile").asText()))
                    .exists();
            assertThat(targets).contains(build.path("target").asText());
        }
    }

    @Test
    void whatTheImagesCopyIsWhatTheBuildMakesAndMayBeSent() throws IOException {
        List<String> copied = dockerfile.stream()
                .filter(line -> line.startsWith("COPY "))
                .map(line -> line.replaceFirst(" --chmod=\\d+", "").split(" ")[1])
                .toList();

        assertThat(copied)
                .contains("target/lib/", "target/tuya-ticket-stream.jar", "target/tuya-ticket-stream-simulator.jar");
        assertThat(Files.readAllLines(Path.of(".dockerignore")))
                .containsAll(copied.stream().distinct().map(path -> "!" + path).toList());
        assertThat(Path.of("pom.xml"))
                .content()
                .contains(
                        "<classifier>simulator</classifier>",
                        "<mainClass>" + SimulatorApplication.class.getName() + "</mainClass>");
    }

    @Test
    void theImagesArePinnedAndKeepTheLibrariesInALayerOfTheirOwn() {
        assertThat(dockerfile.stream().filter(line -> line.startsWith("FROM ")))
                .hasSize(2)
                .allMatch(line -> line.matches("FROM eclipse-temurin:17\\.\\d+\\.\\d+_\\d+-jre-noble AS \\w+"));
        assertThat(dockerfile.indexOf("COPY --chmod=755 target/lib/ lib/"))
                .isPositive()
                .isLessThan(dockerfile.indexOf("COPY --chmod=644 target/tuya-ticket-stream.jar ./"));
    }

    @Test
    void theImagesRunAsNobodyWithoutSecrets() {
        assertThat(dockerfile.stream().filter(line -> line.startsWith("USER ")))
                .hasSize(2)
                .allMatch(line -> line.matches("USER \\d+:\\d+"));
        assertThat(dockerfile).noneMatch(line -> line.startsWith("ENV ") || line.startsWith("ARG "));
    }

    /** Built under a strict umask, files would be readable by root alone; the images run as someone else. */
    @Test
    void whatTheImagesHoldIsForEveryoneToRead() {
        assertThat(dockerfile.stream().filter(line -> line.startsWith("COPY ")))
                .isNotEmpty()
                .allMatch(line -> line.matches("COPY --chmod=(755|644) .*"));
    }

    /** Kafka's clients unpack the libraries for zstd and snappy there, and load them. */
    @Test
    void librariesCanBeLoadedFromTheTemporaryDirectory() {
        for (String service : APPLICATIONS) {
            assertThat(services.path(service).path("tmpfs").get(0).asText()).startsWith("/tmp:exec");
        }
    }

    @Test
    void noHealthCheckStartsAJvm() {
        services.forEach(service ->
                assertThat(service.path("healthcheck").path("test").toString()).doesNotContain("java", ".sh\""));
    }

    @Test
    void everyVariableOfTheApplicationNamesASetting() throws IOException {
        Properties known = new Properties();
        try (InputStream stream = ComposeFileTest.class.getResourceAsStream("/application.properties")) {
            known.load(stream);
        }
        Set<String> variables = known.stringPropertyNames().stream()
                .map(key -> key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'))
                .collect(Collectors.toSet());
        for (String service : APPLICATIONS) {
            assertThat(services.path(service).path("environment").fieldNames())
                    .toIterable()
                    .isSubsetOf(variables);
        }
    }

    @Test
    void credentialsComeFromTheShellOnly() {
        JsonNode environment = services.path("application").path("environment");

        assertThat(environment.path("TUYA_CLIENT_ID").asText()).isEqualTo("${TUYA_CLIENT_ID:-}");
        assertThat(environment.path("TUYA_CLIENT_SECRET").asText()).isEqualTo("${TUYA_CLIENT_SECRET:-}");
    }

    @Test
    void theDemoTalksToTheSimulatorWithItsCredentials() {
        JsonNode simulator = services.path("simulator").path("environment");
        JsonNode application = services.path("demo-application").path("environment");

        assertThat(application.path("TUYA_BASE_URL").asText())
                .isEqualTo(
                        "http://simulator:" + simulator.path("SIMULATOR_PORT").asText());
        assertThat(application.path("TUYA_CLIENT_ID")).isEqualTo(simulator.path("SIMULATOR_CLIENT_ID"));
        assertThat(application.path("TUYA_CLIENT_SECRET")).isEqualTo(simulator.path("SIMULATOR_CLIENT_SECRET"));
    }

    @Test
    void theDemoSharesNoTopicWithTheRealStream() throws IOException {
        Map<String, String> defaults = OperatorsFileTest.packagedDefaults();
        JsonNode demo = services.path("demo-application").path("environment");
        Map<String, String> inDemo = Map.of(
                "tickets.topic", demo.path("TICKETS_TOPIC").asText(),
                "tickets.sweep-topic", demo.path("TICKETS_SWEEP_TOPIC").asText(),
                "tickets.state-topic", demo.path("TICKETS_STATE_TOPIC").asText(),
                "tickets.dead-letter-topic",
                        demo.path("TICKETS_DEAD_LETTER_TOPIC").asText(),
                "tickets.transactional-id",
                        demo.path("TICKETS_TRANSACTIONAL_ID").asText());

        assertThat(inDemo)
                .allSatisfy((key, name) ->
                        assertThat(name).as(key).startsWith("demo").isNotEqualTo(defaults.get(key)));
        assertThat(inDemo.values()).doesNotHaveDuplicates();
    }

    @Test
    void everyVariableOfKafkaNamesOneOfItsSettings() {
        assertThat(services.path("kafka").path("environment").fieldNames())
                .toIterable()
                .extracting(name -> name.replaceFirst("^KAFKA_", "")
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.'))
                .isSubsetOf(AbstractKafkaConfig.CONFIG_DEF.names());
    }

    @Test
    void portsAgree() {
        JsonNode kafka = services.path("kafka").path("environment");
        for (String service : APPLICATIONS) {
            JsonNode environment = services.path(service).path("environment");
            assertThat(kafka.path("KAFKA_ADVERTISED_LISTENERS").asText())
                    .contains("INSIDE://"
                            + environment.path("CAMEL_COMPONENT_KAFKA_BROKERS").asText());
        }
        assertThat(services.path("application").path("ports"))
                .extracting(JsonNode::asText)
                .containsExactly("127.0.0.1:9876:9876");
        assertThat(services.path("demo-application").path("ports"))
                .extracting(JsonNode::asText)
                .containsExactly("127.0.0.1:9877:9876");
        assertThat(Stream.of(services.path("kafka").path("ports").path(0).asText()))
                .containsExactly("127.0.0.1:9094:9094");
        assertThat(kafka.path("KAFKA_ADVERTISED_LISTENERS").asText()).contains("OUTSIDE://localhost:9094");
    }
}
