package io.github.ticketstream.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** README and pages, for tests that check them. */
public final class Pages {
    private Pages() {}

    /** All of them, the README first. */
    public static List<Path> all() {
        try (Stream<Path> files = Files.list(Path.of("src/site/markdown"))) {
            List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
            files.sorted().forEach(pages::add);
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one line that follows this comment in a block of commands. */
    public static String commandAfter(String comment) {
        for (Path page : all()) {
            List<String> lines = lines(page);
            int at = lines.indexOf("# " + comment);
            if (at >= 0) {
                return lines.get(at + 1);
            }
        }
        throw new AssertionError("no page has a command for: " + comment);
    }

    /** The block of commands in which this stands, of the README or a page. */
    public static String blockWith(String command) {
        for (Path page : all()) {
            List<String> block = null;
            for (String line : lines(page)) {
                if (!line.strip().startsWith("```")) {
                    if (block != null) {
                        block.add(line.strip());
                    }
                } else if (block == null) {
                    block = new ArrayList<>();
                } else if (String.join("\n", block).contains(command)) {
                    return String.join("\n", block);
                } else {
                    block = null;
                }
            }
        }
        throw new AssertionError("no page has a block with: " + command);
    }

    public static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
