package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.Pages;
import io.github.ticketstream.kit.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the pages as an operator does, against this test's stream. */
abstract class RunbookIT extends StreamIT {
    @TempDir
    Path directory;

    /** The page's command for this broker and these topics. */
    String command(String recipe) {
        return Pages.commandAfter(recipe)
                .replace("localhost:9092", kafka().bootstrapServers())
                .replace("tuya.tickets.state", name + ".state")
                .replace("tuya.tickets.sweeps", name + ".sweeps")
                .replace("'tuya-ticket-stream'", "'" + name + "'")
                .replace("tuya.tickets", name + ".tickets");
    }

    String run(String recipe) {
        return execute(command(recipe));
    }

    String execute(String command) {
        Tool.require("kcat", "apt-get install kcat");
        Tool.Result result = Tool.require("bash", "apt-get install bash")
                .run(directory, Duration.ofMinutes(2), Map.of(), "-ec", "set -o pipefail; " + command);
        assertThat(result.exitCode()).as(command + "\n" + result.output()).isZero();
        return result.output();
    }
}
