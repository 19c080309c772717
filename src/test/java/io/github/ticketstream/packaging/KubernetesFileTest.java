package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.ticketstream.kit.Tool;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TuyaSettings;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The example for Kubernetes, which no cluster checks here: names, keys, paths and ports exist and agree. */
class KubernetesFileTest {
    private static final String SECRET = "s3cr3t-of-the-project";

    @TempDir
    private Path directory;

    private final Map<String, JsonNode> objects = new TreeMap<>();
    private JsonNode pod;
    private JsonNode container;

    @BeforeEach
    void read() throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        read(new Yaml(strict).loadAll(Files.readString(Path.of("config/kubernetes.yaml"))));
    }

    private void read(Iterable<Object> documents) {
        for (Object document : documents) {
            JsonNode object = new YAMLMapper().valueToTree(document);
            objects.put(object.path("kind").asText(), object);
        }
        pod = objects.get("Deployment").path("spec").path("template").path("spec");
        container = pod.path("containers").path(0);
    }

    /** By the models of Kubernetes' own client: a field that they don't know is refused, as is one that is missing. */
    @Test
    void kubernetesKnowsEveryField() {
        assertThatCode(() -> {
                    V1ConfigMap.validateJsonElement(json("ConfigMap"));
                    V1Deployment.validateJsonElement(json("Deployment"));
                    V1PodDisruptionBudget.validateJsonElement(json("PodDisruptionBudget"));
                    V1Service.validateJsonElement(json("Service"));
                })
                .doesNotThrowAnyException();
        ((ObjectNode) container).put("imagePullPolicies", "Always");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> V1Deployment.validateJsonElement(json("Deployment")))
                .withMessageContaining("imagePullPolicies");
    }

    private JsonElement json(String kind) {
        return JsonParser.parseString(objects.get(kind).toString());
    }

    /** As kubectl builds it, where there is one. */
    @Test
    void theOverlayOfOneStreamSharesNothingWithAnother() {
        assumeThat(Path.of("/usr/bin/kubectl")).exists();
        read(new Yaml()
                .loadAll(Tool.require("kubectl", "see Kubernetes' pages")
                        .run(
                                Path.of("").toAbsolutePath(),
                                Duration.ofMinutes(1),
                                Map.of(),
                                "kustomize",
                                "src/examples/kustomize/acme")
                        .output()));

        kubernetesKnowsEveryField();
        objects.values()
                .forEach(object ->
                        assertThat(object.at("/metadata/name").asText()).isEqualTo("tuya-ticket-stream-acme"));
        assertThat(named(container.path("env"), "TICKETS_STREAM").path("value").asText())
                .isEqualTo("acme");
        assertThat(named(container.path("env"), "TUYA_CLIENT_ID").at("/valueFrom/secretKeyRef/name"))
                .isEqualTo(named(pod.path("volumes"), "secret").at("/secret/secretName"))
                .isEqualTo(nameOf("ConfigMap"));
        assertThat(objects.get("Service").at("/spec/selector").size()).isEqualTo(2);
    }

    /** With the ConfigMap as its file, the Secret beside it and the pod's environment. */
    @Test
    void theProgramAcceptsItsSettings() throws IOException {
        String secrets = mountPath("secret");
        String file = objects.get("ConfigMap")
                .path("data")
                .path("application.properties")
                .asText();
        assertThat(file).contains("tuya.client-secret-file=" + secrets + "/client-secret");
        Files.writeString(directory.resolve("client-secret"), SECRET);
        Files.writeString(directory.resolve("application.properties"), file.replace(secrets, directory.toString()));

        Settings settings = Settings.load(
                Map.of(
                        "TICKETS_CONFIG",
                        directory.resolve("application.properties").toString(),
                        "TUYA_CLIENT_ID",
                        "id"),
                new Properties(),
                directory);

        assertThat(TuyaSettings.from(settings).clientSecret()).isEqualTo(SECRET);
        assertThat(TicketSettings.from(settings).standby().enabled()).isTrue();
        assertThat(settings.withoutSecrets())
                .containsEntry("camel.management.host", "0.0.0.0")
                .containsEntry(
                        "camel.management.port",
                        container.path("ports").path(0).path("containerPort").asText());
    }

    @Test
    void whatThePodRefersToIsThere() throws IOException {
        assertThat(named(container.path("env"), "TICKETS_CONFIG").path("value").asText())
                .isEqualTo(mountPath("config") + "/application.properties");
        assertThat(container.path("volumeMounts"))
                .isNotEmpty()
                .allMatch(mount -> pod.path("volumes")
                        .findValuesAsText("name")
                        .contains(mount.path("name").asText()));
        assertThat(named(pod.path("volumes"), "config").at("/configMap/name")).isEqualTo(nameOf("ConfigMap"));
        assertThat(named(pod.path("volumes"), "secret")
                        .at("/secret/items/0/path")
                        .asText())
                .isEqualTo("client-secret");
        // The file itself holds no secret: a command makes it.
        assertThat(objects).doesNotContainKey("Secret");
        assertThat(Files.readString(Path.of("config/kubernetes.yaml")))
                .contains("generic tuya-ticket-stream --from-literal=client-id=… --from-file=client-secret=");
    }

    @Test
    void allSelectThePods() {
        JsonNode labels = objects.get("Deployment").at("/spec/template/metadata/labels");

        assertThat(labels.size()).isEqualTo(1);
        assertThat(objects.get("Service").at("/spec/selector")).isEqualTo(labels);
        objects.values()
                .forEach(object -> assertThat(object.findValues("matchLabels")).allMatch(labels::equals));
        // All its probes and its service name the one port.
        assertThat(container.at("/ports/0/name"))
                .isEqualTo(objects.get("Service").at("/spec/ports/0/targetPort"))
                .isEqualTo(container.at("/startupProbe/httpGet/port"))
                .isEqualTo(container.at("/livenessProbe/httpGet/port"))
                .isEqualTo(container.at("/readinessProbe/httpGet/port"));
    }

    private JsonNode nameOf(String kind) {
        return objects.get(kind).at("/metadata/name");
    }

    private String mountPath(String volume) {
        return named(container.path("volumeMounts"), volume).path("mountPath").asText();
    }

    private static JsonNode named(JsonNode list, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(element -> element.path("name").asText().equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }
}
