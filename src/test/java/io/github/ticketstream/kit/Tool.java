package io.github.ticketstream.kit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs from outside Maven that a test needs. {@code .ci/install-tools} installs them. */
public final class Tool {
    private Tool() {}

    /**
     * Where the program is. Without it the test is left out; in CI it fails.
     *
     * @param name as typed in a shell
     */
    public static Path require(String name) {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        String missing = name + " is not installed; .ci/install-tools does that";
        if (System.getenv("CI") != null && found.isEmpty()) {
            throw new IllegalStateException(missing);
        }
        Assumptions.assumeTrue(found.isPresent(), missing);
        return found.get();
    }
}
