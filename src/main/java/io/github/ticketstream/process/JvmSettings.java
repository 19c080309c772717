package io.github.ticketstream.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** System properties that others read, and pass over or fail at with a stack trace when they are not usable. */
public final class JvmSettings {
    private static final List<String> LEVELS =
            List.of("off", "fatal", "error", "warn", "info", "debug", "trace", "all");
    private static final List<String> FORMATS = List.of("text", "json");

    private JvmSettings() {}

    /** @throws SettingException if one of them is not usable */
    public static void require(Properties system) {
        for (String key : List.of("log.level", "log.level.kafka", "log.level.camel")) {
            requireOneOf(system, key, LEVELS);
        }
        requireOneOf(system, "log.format", FORMATS);
        for (String key : List.of("javax.net.ssl.trustStore", "javax.net.ssl.keyStore")) {
            String store = system.getProperty(key, "");
            if (!store.isEmpty() && !store.equals("NONE") && !isFile(store)) {
                throw new SettingException(key, "there is no readable file of that name");
            }
        }
        for (String key : List.of("log4j2.configurationFile", "log4j.configurationFile")) {
            String file = system.getProperty(key, "").replaceFirst("^file:(//)?", "");
            // Other addresses are not looked at, nor are several.
            if (!file.isEmpty() && !file.matches("(?s)[a-zA-Z]+:.*|.*,.*") && !isFile(file) && !isResource(file)) {
                throw new SettingException(key, "there is no readable file of that name");
            }
        }
    }

    private static void requireOneOf(Properties system, String key, List<String> allowed) {
        String value = system.getProperty(key);
        if (value != null && !allowed.contains(value.toLowerCase(Locale.ROOT))) {
            throw new SettingException(
                    key, "'" + value + "' is not allowed; it must be one of " + String.join(", ", allowed));
        }
    }

    private static boolean isFile(String name) {
        try {
            return Files.isReadable(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isResource(String name) {
        return JvmSettings.class.getClassLoader().getResource(name) != null;
    }
}
