package io.github.ticketstream.kit;

import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;

/** Options of a command, given as system properties. A wrong option is refused by its name. */
public final class Options {
    private final Properties properties;

    public Options(Properties properties) {
        this.properties = properties;
    }

    public String text(String key, String normal) {
        return properties.getProperty(key, normal);
    }

    public List<String> list(String key, String normal) {
        return Arrays.stream(text(key, normal).split(",", -1))
                .map(String::strip)
                .distinct()
                .toList();
    }

    public int number(String key, int normal) {
        return read(key, text(key, Integer.toString(normal)), Integer::parseInt);
    }

    public List<Integer> numbers(String key, String normal) {
        return list(key, normal).stream()
                .map(text -> read(key, text, Integer::parseInt))
                .toList();
    }

    /** @throws IllegalArgumentException naming the key, if this can not be read */
    public <T> T read(String key, String text, Function<String, T> how) {
        try {
            return how.apply(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(key + ": '" + text + "' is not allowed", e);
        }
    }
}
