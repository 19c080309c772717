package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own checker. Without it a test is aborted, or fails where CI is set: there it must be installed. */
final class Promtool {
    private Promtool() {}

    /** Runs it, and fails with what it says if it does not like what it sees. */
    static void accepts(String... arguments) {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
        } catch (IOException e) {
            missing(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void missing(IOException e) {
        if (System.getenv("CI") != null) {
            throw new UncheckedIOException("promtool is missing; .ci/install-tools installs it", e);
        }
        Assumptions.abort("promtool is missing; with Debian: apt-get install prometheus");
    }
}
