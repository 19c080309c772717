package io.github.ticketstream.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.Tool;
import io.github.ticketstream.kit.Tool.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AsyncAPI's own parser, which {@code .ci/check-asyncapi} runs, has nothing to say against the document. */
@Tag("proof")
class AsyncApiParserIT {
    private static final Path DOCUMENT = Path.of("src/main/resources/asyncapi.yaml");
    private static final Path SCHEMA = Path.of("src/main/resources/schema/ticket.schema.json");

    @TempDir
    private Path directory;

    @Test
    void theDocumentIsValid() {
        Result result = check(DOCUMENT);

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).endsWith("valid AsyncAPI 3.0.0\n");
    }

    @Test
    void aDocumentWithAMistakeIsNot() throws IOException {
        Files.createDirectories(directory.resolve("schema"));
        Files.copy(SCHEMA, directory.resolve("schema/ticket.schema.json"));
        Path broken = directory.resolve("asyncapi.yaml");
        Files.writeString(broken, Files.readString(DOCUMENT).replace("partitions: 3", "partitions: three"));

        Result result = check(broken);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("partitions").endsWith("not valid\n");
    }

    private static Result check(Path document) {
        Tool.require("npm", "apt-get install npm, or any Node.js from 18 on");
        return Tool.require("bash", "apt-get install bash")
                .run(Path.of("."), Duration.ofMinutes(5), Map.of(), ".ci/check-asyncapi", document.toString());
    }
}
