package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
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
import java.util.Map;
import java.util.Properties;
import java.util.Set;
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
        Iterable<Object> documents = new Yaml(strict).loadAll(Files.readString(Path.of("config/kubernetes.yaml")));
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
        assertThat(variable("TICKETS_CONFIG").path("value").asText())
                .isEqualTo(mountPath("config") + "/application.properties");
        assertThat(volume("config").path("configMap").path("name").asText()).isEqualTo("tuya-ticket-stream");
        JsonNode secret = volume("secret").path("secret");
        assertThat(secret.path("items").path(0).path("key").asText()).isEqualTo("client-secret");
        assertThat(secret.path("items").path(0).path("path").asText()).isEqualTo("client-secret");
        assertThat(secret.path("secretName"))
                .isEqualTo(variable("TUYA_CLIENT_ID")
                        .path("valueFrom")
                        .path("secretKeyRef")
                        .path("name"));
        assertThat(container.path("volumeMounts"))
                .hasSize(3)
                .allSatisfy(
                        mount -> assertThat(volume(mount.path("name").asText()).isMissingNode())
                                .isFalse());
        assertThat(container.path("env")).hasSize(2);
        // The file itself holds no secret: a command makes it.
        assertThat(Files.readString(Path.of("config/kubernetes.yaml")))
                .contains("generic tuya-ticket-stream --from-literal=client-id=… --from-file=client-secret=");
    }

    @Test
    void theProbesAskThePagesThatTheProgramHas() {
        assertThat(probe("startupProbe")).isEqualTo("/observe/health/live management");
        assertThat(probe("livenessProbe")).isEqualTo("/observe/health/live management");
        assertThat(probe("readinessProbe")).isEqualTo("/observe/health/ready management");
    }

    @Test
    void allSelectThePods() {
        JsonNode deployment = objects.get("Deployment").path("spec");
        JsonNode labels = deployment.path("template").path("metadata").path("labels");

        assertThat(labels.size()).isEqualTo(1);
        assertThat(deployment.path("selector").path("matchLabels")).isEqualTo(labels);
        assertThat(objects.get("Service").path("spec").path("selector")).isEqualTo(labels);
        assertThat(objects.get("PodDisruptionBudget")
                        .path("spec")
                        .path("selector")
                        .path("matchLabels"))
                .isEqualTo(labels);
        assertThat(pod.path("topologySpreadConstraints"))
                .hasSize(2)
                .allSatisfy(spread -> assertThat(spread.path("labelSelector").path("matchLabels"))
                        .isEqualTo(labels));
        assertThat(objects.get("Service").path("spec").path("ports").path(0).path("targetPort"))
                .isEqualTo(container.path("ports").path(0).path("name"));
    }

    @Test
    void oneReplicaIsAlwaysThere() {
        JsonNode deployment = objects.get("Deployment").path("spec");

        assertThat(deployment.path("replicas").asInt()).isEqualTo(2);
        assertThat(deployment
                        .path("strategy")
                        .path("rollingUpdate")
                        .path("maxUnavailable")
                        .asInt(-1))
                .isZero();
        assertThat(objects.get("PodDisruptionBudget")
                        .path("spec")
                        .path("minAvailable")
                        .asInt())
                .isEqualTo(1);
        assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isGreaterThan(10);
    }

    @Test
    void itMayDoAsLittleAsItNeeds() {
        assertThat(pod.path("securityContext").path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.path("securityContext").path("runAsUser").asInt()).isEqualTo(10001);
        assertThat(pod.path("securityContext").path("fsGroup").asInt()).isEqualTo(10001);
        assertThat(volume("secret").path("secret").path("defaultMode").asInt()).isEqualTo(0440);
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        JsonNode rights = container.path("securityContext");
        assertThat(rights.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(rights.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(rights.path("capabilities").path("drop").path(0).asText()).isEqualTo("ALL");
        assertThat(container.path("resources").path("limits").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(Set.of("cpu", "memory"));
    }

    private String mountPath(String volume) {
        return named(container.path("volumeMounts"), volume).path("mountPath").asText();
    }

    private JsonNode volume(String name) {
        return named(pod.path("volumes"), name);
    }

    private JsonNode variable(String name) {
        return named(container.path("env"), name);
    }

    private String probe(String name) {
        JsonNode http = container.path(name).path("httpGet");
        assertThat(container.path("ports").path(0).path("name")).isEqualTo(http.path("port"));
        return http.path("path").asText() + " " + http.path("port").asText();
    }

    private static JsonNode named(JsonNode list, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(element -> element.path("name").asText().equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }
}
