package io.github.ticketstream.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.Yaml;

/** docker-compose.yml as Compose understands it, but for the variables. */
final class ComposeFile {
    private ComposeFile() {}

    static JsonNode services() throws IOException {
        return all().path("services");
    }

    static JsonNode all() throws IOException {
        // SnakeYAML itself resolves the merge keys (<<), which Jackson leaves alone.
        Object compose = new Yaml().load(Files.readString(Path.of("docker-compose.yml")));
        return new YAMLMapper().valueToTree(compose);
    }
}
