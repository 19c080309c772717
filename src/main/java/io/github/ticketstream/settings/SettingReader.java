package io.github.ticketstream.settings;

import io.github.ticketstream.process.SettingException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/** Reads single settings as the type they must have; what does not fit is refused with its key and what is allowed. */
final class SettingReader {
    private static final Pattern DURATION =
            Pattern.compile("\\d{1,9}ms|(?=\\d)(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?");

    private final Settings settings;

    SettingReader(Settings settings) {
        this.settings = settings;
    }

    String optional(String key) {
        return settings.text(key);
    }

    String required(String key, String hint) {
        if (!settings.isSet(key)) {
            throw new SettingException(key, "is required; " + hint);
        }
        return settings.text(key);
    }

    String oneOf(String key, List<String> allowed) {
        String value = settings.text(key);
        if (!allowed.contains(value)) {
            throw refused(key, "one of " + String.join(", ", allowed));
        }
        return value;
    }

    boolean flag(String key) {
        return Boolean.parseBoolean(oneOf(key, List.of("true", "false")));
    }

    int whole(String key, int least, int most) {
        try {
            int value = Integer.parseInt(settings.text(key));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw refused(key, "a whole number from " + least + " to " + most);
    }

    /** Empty if the setting is not set. */
    OptionalLong optionalWhole(String key, int least, int most) {
        return settings.isSet(key) ? OptionalLong.of(whole(key, least, most)) : OptionalLong.empty();
    }

    double decimal(String key, String least, String most) {
        try {
            BigDecimal value = new BigDecimal(settings.text(key));
            if (value.compareTo(new BigDecimal(least)) >= 0 && value.compareTo(new BigDecimal(most)) <= 0) {
                return value.doubleValue();
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw refused(key, "a number from " + least + " to " + most);
    }

    Duration duration(String key, Duration least, Duration most) {
        String value = settings.text(key);
        if (DURATION.matcher(value).matches()) {
            Duration duration = Duration.ofMillis(TimeUtils.toMilliSeconds(value));
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        }
        throw refused(
                key,
                "a duration such as 500ms, 30s, 2m or 1h30m, from " + least.toMillis() + "ms to " + most.toHours()
                        + "h");
    }

    boolean isSet(String key) {
        return settings.isSet(key);
    }

    /** A comma-separated list without blank members; empty if the setting is not set. */
    List<String> list(String key) {
        if (!settings.isSet(key)) {
            return List.of();
        }
        List<String> members = Arrays.stream(settings.text(key).split(",", -1))
                .map(String::strip)
                .toList();
        if (members.contains("")) {
            throw refused(key, "names separated by single commas");
        }
        return members;
    }

    /** One member, whatever it holds; none if the setting is not set. */
    List<String> single(String key) {
        return settings.isSet(key) ? List.of(settings.text(key)) : List.of();
    }

    SettingException refused(String key, String allowed) {
        String value = settings.text(key);
        return new SettingException(key, "'" + value + "' is not allowed; it must be " + allowed);
    }
}
