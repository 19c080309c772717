package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The services around the application, and what holds for all: files, ports and names exist and agree. */
class ComposeToolsTest {
    /** From the images' documentation: Grafana's by section and key, the Kafka UI's by the names of its properties. */
    private static final Map<String, Set<String>> VARIABLES = Map.of(
            "grafana",
            Set.of(
                    "GF_AUTH_ANONYMOUS_ENABLED",
                    "GF_AUTH_ANONYMOUS_ORG_ROLE",
                    "GF_AUTH_DISABLE_LOGIN_FORM",
                    "GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION",
                    "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH",
                    "GF_ANALYTICS_REPORTING_ENABLED",
                    "GF_ANALYTICS_CHECK_FOR_UPDATES",
                    "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES",
                    "GF_PLUGINS_PREINSTALL_DISABLED"),
            "kafka-ui",
            Set.of(
                    "KAFKA_CLUSTERS_0_NAME",
                    "KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS",
                    "KAFKA_CLUSTERS_0_PROPERTIES_ISOLATION_LEVEL",
                    "KAFKA_CLUSTERS_0_READONLY"));

    private final YAMLMapper yaml = new YAMLMapper();
    private JsonNode compose;
    private JsonNode services;

    @BeforeEach
    void read() throws IOException {
        compose = ComposeFile.all();
        services = compose.path("services");
    }

    @Test
    void everyImageIsPinnedByItsVersion() {
        assertThat(services).allSatisfy(service -> {
            if (!service.has("build")) {
                assertThat(service.path("image").asText()).matches("[a-z./-]+:v?\\d+\\.\\d+\\.\\d+");
            }
        });
    }

    @Test
    void everyServiceHasAHealthCheckAndLittleRights() {
        services.properties().forEach(service -> {
            assertThat(service.getValue()
                            .path("healthcheck")
                            .path("test")
                            .path(0)
                            .asText())
                    .as(service.getKey())
                    .isEqualTo("CMD");
            assertThat(service.getValue().path("cap_drop").path(0).asText()).isEqualTo("ALL");
            assertThat(service.getValue().path("security_opt").path(0).asText()).isEqualTo("no-new-privileges:true");
            // The image of Kafka writes its configuration.
            assertThat(service.getValue().path("read_only").asBoolean())
                    .isEqualTo(!service.getKey().equals("kafka"));
            assertThat(service.getValue().has("privileged")).isFalse();
            assertThat(service.getValue().has("user")).isFalse();
        });
    }

    @Test
    void whoWaitsWaitsForTheHealthOfAServiceThatIsThere() {
        assertThat(services)
                .allSatisfy(service -> service.path("depends_on").properties().forEach(other -> {
                    assertThat(services.has(other.getKey())).isTrue();
                    assertThat(other.getValue().path("condition").asText()).isEqualTo("service_healthy");
                }));
    }

    @Test
    void whatIsMountedExistsAndStaysAsItIs() {
        List<String> mounted = new ArrayList<>();
        services.findValues("volumes").forEach(volumes -> volumes.forEach(volume -> mounted.add(volume.asText())));
        assertThat(mounted).hasSize(7).allSatisfy(volume -> {
            String[] parts = volume.split(":");
            if (parts[0].startsWith(".")) {
                assertThat(Path.of(parts[0])).exists();
                assertThat(parts[2]).isEqualTo("ro");
            } else {
                assertThat(compose.path("volumes").has(parts[0])).isTrue();
            }
        });
    }

    @Test
    void everyPortIsOpenOnThisMachineOnlyAndOnce() {
        List<String> ports = new ArrayList<>();
        services.findValues("ports").forEach(some -> some.forEach(port -> ports.add(port.asText())));

        assertThat(ports)
                .hasSize(6)
                .allMatch(port -> port.startsWith("127.0.0.1:"))
                .extracting(port -> port.split(":")[1])
                .doesNotHaveDuplicates();
    }

    @Test
    void theirVariablesAreKnownToTheirImages() {
        VARIABLES.forEach((service, known) -> assertThat(
                        services.path(service).path("environment").fieldNames())
                .toIterable()
                .as(service)
                .isSubsetOf(known));
    }

    @Test
    void theKafkaUiReadsWhatIsCommittedAndChangesNothing() {
        JsonNode environment = services.path("kafka-ui").path("environment");

        assertThat(environment
                        .path("KAFKA_CLUSTERS_0_PROPERTIES_ISOLATION_LEVEL")
                        .asText())
                .isEqualTo("read_committed");
        assertThat(environment.path("KAFKA_CLUSTERS_0_READONLY").asText()).isEqualTo("true");
        assertThat(services.path("kafka")
                        .path("environment")
                        .path("KAFKA_ADVERTISED_LISTENERS")
                        .asText())
                .contains("INSIDE://"
                        + environment.path("KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS").asText());
    }

    @Test
    void prometheusScrapesTheApplicationsAtTheirPort() throws IOException {
        JsonNode targets = yaml.readTree(Path.of("config/prometheus.yml").toFile())
                .path("scrape_configs")
                .path(0)
                .path("dns_sd_configs")
                .path(0);

        assertThat(targets.path("names"))
                .extracting(JsonNode::asText)
                .containsExactly("application", "demo-application");
        assertThat(targets.path("names"))
                .allSatisfy(name -> assertThat(services.path(name.asText())
                                .path("ports")
                                .path(0)
                                .asText())
                        .endsWith(":" + targets.path("port").asText()));
    }

    @Test
    void grafanaFindsItsBoardAndItsDataSource() throws IOException {
        Path provisioning = Path.of("config/grafana/provisioning");
        String boards = yaml.readTree(
                        provisioning.resolve("dashboards/dashboards.yml").toFile())
                .path("providers")
                .path(0)
                .path("options")
                .path("path")
                .asText();
        String source = yaml.readTree(
                        provisioning.resolve("datasources/prometheus.yml").toFile())
                .path("datasources")
                .path(0)
                .path("url")
                .asText();
        JsonNode grafana = services.path("grafana");

        assertThat(grafana.path("volumes"))
                .extracting(JsonNode::asText)
                .contains(
                        "./config/grafana/dashboards:" + boards + ":ro",
                        "./config/grafana/provisioning:/etc/grafana/provisioning:ro");
        assertThat(grafana.path("environment")
                        .path("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                        .asText())
                .isEqualTo(boards + "/" + PrometheusQueries.BOARD.getFileName());
        assertThat(source).isEqualTo("http://prometheus:9090");
        assertThat(services.path("prometheus").path("ports").path(0).asText()).endsWith(":9090");
    }
}
