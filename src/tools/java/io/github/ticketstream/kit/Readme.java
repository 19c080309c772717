package io.github.ticketstream.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The README's commands, for tests that hold it to its word. */
public final class Readme {
    private Readme() {}

    /** The one line that follows this comment in one of its blocks of commands. */
    public static String commandAfter(String comment) {
        try {
            List<String> lines = Files.readAllLines(Path.of("README.md"));
            int at = lines.indexOf("# " + comment);
            if (at < 0) {
                throw new AssertionError("the README has no command for: " + comment);
            }
            return lines.get(at + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
