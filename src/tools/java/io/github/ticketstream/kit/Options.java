package io.github.ticketstream.kit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.camel.util.TimeUtils;

/** Options of a command, given as system properties. A wrong option is refused by its name. */
public final class Options {
    private final Properties properties;

    public Options(Properties properties) {
        this.properties = properties;
    }

    public String text(String key, String normal) {
        return properties.getProperty(key, normal);
    }

    /** Separated by commas, each once. */
    public List<String> list(String key, String normal) {
        return Arrays.stream(text(key, normal).split(",", -1))
                .map(String::strip)
                .distinct()
                .toList();
    }

    /** @throws IllegalArgumentException naming the key, if it is no whole number within these limits */
    public long number(String key, long normal, long least, long most) {
        return number(key, text(key, Long.toString(normal)), least, most);
    }

    public int number(String key, int normal, int least, int most) {
        return (int) number(key, (long) normal, least, most);
    }

    /** @throws IllegalArgumentException naming the key, if one is no whole number within these limits */
    public List<Integer> numbers(String key, String normal, int least, int most) {
        return list(key, normal).stream()
                .map(text -> (int) number(key, text, least, most))
                .toList();
    }

    /** @throws IllegalArgumentException naming the key, if it is no number from 0 to 1 */
    public double share(String key, String normal) {
        String text = text(key, normal);
        if (text.matches("\\d+(\\.\\d+)?") && Double.parseDouble(text) <= 1) {
            return Double.parseDouble(text);
        }
        throw refused(key, text, "a number from 0 to 1");
    }

    /** @throws IllegalArgumentException naming the key, if it is none, or takes no time at all */
    public Duration duration(String key, String normal) {
        String text = text(key, normal);
        if (!text.matches("\\d{1,6}(ms|s|m)") || TimeUtils.toMilliSeconds(text) == 0) {
            throw refused(key, text, "a duration such as 100ms, 2s or 1m");
        }
        return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
    }

    private static long number(String key, String text, long least, long most) {
        if (text.matches("\\d{1,18}") && Long.parseLong(text) >= least && Long.parseLong(text) <= most) {
            return Long.parseLong(text);
        }
        throw refused(key, text, "a number from " + least + " to " + most);
    }

    public static IllegalArgumentException refused(String key, String text, String allowed) {
        return new IllegalArgumentException(key + ": '" + text + "' is not allowed; it must be " + allowed);
    }
}
