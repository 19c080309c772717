package io.github.ticketstream.subscriber;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.yaml.snakeyaml.Yaml;

/** {@code asyncapi.yaml} as it is in the jar; holds records against the schemas that stand in it. */
public final class AsyncApi {
    private static final String LOCATION = "classpath:asyncapi.yaml#";

    private final ObjectMapper json = new ObjectMapper();
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private final JsonNode document;

    public AsyncApi() {
        try (InputStream yaml = AsyncApi.class.getResourceAsStream("/asyncapi.yaml")) {
            // SnakeYAML itself resolves the anchors, which Jackson leaves alone.
            document = new YAMLMapper().valueToTree(new Yaml().load(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands at this JSON pointer; a reference is followed. */
    public JsonNode at(String pointer) {
        JsonNode node = document.at(pointer);
        return node.has("$ref") ? at(node.get("$ref").asText().substring(1)) : node;
    }

    /** Pointers of the messages that a channel may carry, by name. */
    public Map<String, String> messages(String channel) {
        Map<String, String> pointers = new TreeMap<>();
        at("/channels/" + channel + "/messages")
                .properties()
                .forEach(message -> pointers.put(
                        message.getKey(),
                        message.getValue().get("$ref").asText().substring(1)));
        return pointers;
    }

    /** What is wrong with this record as that message: headers, key and payload; nothing if it fits. */
    public List<String> defects(String message, ConsumerRecord<String, String> record) {
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        List<String> defects = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            if (!at(message + "/headers").path("properties").has(header.key())) {
                defects.add("header " + header.key() + " is not described");
            }
        }
        defects.addAll(misfits(message + "/headers", headers));
        defects.addAll(misfits(message + "/bindings/kafka/key", json.valueToTree(record.key())));
        defects.addAll(misfits(message + "/payload", payload(message, record.value())));
        return defects;
    }

    /** What is wrong with this value by the schema at this JSON pointer, if there is one. */
    public List<String> misfits(String pointer, JsonNode value) {
        return document.at(pointer).isMissingNode()
                ? List.of()
                : schemas.getSchema(SchemaLocation.of(LOCATION + pointer)).validate(value).stream()
                        .map(error -> pointer + ": " + error.getInstanceLocation() + " " + error.getMessage())
                        .toList();
    }

    private JsonNode payload(String message, String value) {
        String type = at(message).path("contentType").asText();
        boolean isJson = (type.isEmpty() ? at("/defaultContentType").asText() : type).equals("application/json");
        try {
            return isJson && value != null ? json.readTree(value) : json.valueToTree(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a payload that is no JSON: " + value, e);
        }
    }
}
