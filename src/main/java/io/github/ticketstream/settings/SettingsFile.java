package io.github.ticketstream.settings;

import io.github.ticketstream.process.SettingException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The operator's settings file: properties in UTF-8. What nobody would ever read is refused. */
final class SettingsFile {
    private static final List<String> PREFIXES = List.of("tuya.", "tickets.", "camel.");
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private SettingsFile() {}

    /** Whether a name can be a file's depends on the machine: without a locale only ASCII can. */
    static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new SettingException(
                    "TICKETS_CONFIG", "'" + name + "' can't be a file's name here; name a properties file in UTF-8");
        }
    }

    static Properties read(Path file) {
        Properties properties = new Properties();
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
            properties.load(new StringReader(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException(
                    "TICKETS_CONFIG",
                    "the settings file " + file + " can't be read (" + e + "); name a properties file in UTF-8");
        }
        for (String key : properties.stringPropertyNames()) {
            if (PREFIXES.stream().noneMatch(key::startsWith)) {
                throw new SettingException(
                        key,
                        "no such setting (" + file + line(text, key) + "); a key begins with "
                                + String.join(", ", PREFIXES) + ", as in tickets.page-size=50");
            }
        }
        return properties;
    }

    /** Where a key stands; nothing if it is written in another way than it is read. */
    private static String line(String text, String key) {
        List<String> lines = text.lines().toList();
        return Stream.iterate(0, number -> number < lines.size(), number -> number + 1)
                .filter(number -> lines.get(number)
                        .replace(BYTE_ORDER_MARK, "")
                        .stripLeading()
                        .startsWith(key.strip()))
                .findFirst()
                .map(number -> ", line " + (number + 1))
                .orElse("");
    }
}
