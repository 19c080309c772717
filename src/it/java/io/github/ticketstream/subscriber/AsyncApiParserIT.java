package io.github.ticketstream.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.Tool;
import io.github.ticketstream.kit.Tool.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AsyncAPI's own parser has nothing to say against the document. */
@Tag("proof")
class AsyncApiParserIT {
    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path INSTALLED = Path.of("target/node");
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final String INSTALL = "apt-get install npm, or any Node.js from 18 on";

    @TempDir
    private Path directory;

    /** Once for each lock file: it takes a quarter of a minute. */
    @BeforeAll
    static void install() throws IOException {
        Tool npm = Tool.require("npm", INSTALL);
        Files.createDirectories(INSTALLED);
        Path done = INSTALLED.resolve("installed.json");
        Path lock = SOURCES.resolve("package-lock.json");
        if (!Files.exists(done) || Files.mismatch(done, lock) >= 0) {
            for (String file : List.of("package.json", "package-lock.json")) {
                Files.copy(SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            // A dependency's install script would report home; none is needed.
            Result result = npm.run(
                    INSTALLED,
                    Duration.ofMinutes(5),
                    Map.of(),
                    "ci",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--loglevel=error");
            assertThat(result.exitCode()).as(result.output()).isZero();
            Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.copy(
                SOURCES.resolve("check-asyncapi.js"),
                INSTALLED.resolve("check-asyncapi.js"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void theDocumentIsValid() {
        assertThat(check(RESOURCES.resolve("asyncapi.yaml"))).isEqualTo(new Result(0, "valid AsyncAPI 3.0.0\n"));
    }

    @Test
    void aDocumentWithAMistakeIsNot() throws IOException {
        Files.createDirectories(directory.resolve("schema"));
        Files.copy(RESOURCES.resolve("schema/ticket.schema.json"), directory.resolve("schema/ticket.schema.json"));
        Path broken = directory.resolve("asyncapi.yaml");
        Files.writeString(
                broken,
                Files.readString(RESOURCES.resolve("asyncapi.yaml")).replace("partitions: 3", "partitions: three"));

        Result result = check(broken);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("partitions").endsWith("not valid\n");
    }

    private Result check(Path document) {
        return Tool.require("node", INSTALL)
                .run(
                        INSTALLED,
                        Duration.ofMinutes(1),
                        Map.of(),
                        "check-asyncapi.js",
                        document.toAbsolutePath().toString());
    }
}
