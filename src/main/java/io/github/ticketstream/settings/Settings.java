package io.github.ticketstream.settings;

import io.github.ticketstream.process.SettingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All settings from their four layers, lowest precedence first: packaged defaults, the operator's file, the
 * environment, system properties. The packaged {@code application.properties} is the one list of known keys, but for
 * those of {@link ApiFilter}. A value of the wrong type is refused, with its key and the allowed values.
 */
public final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final String FILE = "config/application.properties";
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final List<String> PREFIXES = List.of("tuya.", "tickets.", "camel.");
    private static final Predicate<String> OURS = key -> key.startsWith("tuya.") || key.startsWith("tickets.");
    /** A key that looks like one of ours. */
    private static final Pattern LIKE_OURS = Pattern.compile("(?i)(tuya|tickets?)[._-]");
    /** Camel's keys in the environment. */
    private static final Pattern CAMELS = Pattern.compile(
            "CAMEL_((?:COMPONENT|DATAFORMAT|LANGUAGE|VAULT)_[A-Z0-9]+|MAIN|SSL|HEALTH|METRICS"
                    + "|MANAGEMENT|SERVER|OPENTELEMETRY2?|ROUTECONTROLLER|STARTUPCONDITION|DEBUG|TRACE|THREADPOOL|MDC)_([A-Z0-9_]+)");

    private static final Pattern DURATION =
            Pattern.compile("\\d{1,9}ms|(?=\\d)(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?");

    /** A key that names a file for a secret; its groups hold the secret's own key. */
    private static final Pattern SECRET_FILE = Pattern.compile("(tuya\\.client-secret|tickets\\.mask-key)-file"
            + "|(camel\\..*(?:[pP]ass(?:word|phrase)|[sS]ecret|[jJ]aasConfig))File");

    /** One line of text; a byte-order mark at its begin is cut off before. */
    private static final Pattern SECRET = Pattern.compile("[^\\p{Cc}\\ufeff]+");

    private static final Pattern STREAM = Pattern.compile("[a-zA-Z0-9_-]{1,100}");
    /** The default name of a stream, with which the names of its topics and its id begin. */
    static final String UNNAMED = "tuya";

    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> defaults;
    private final Set<String> given = new TreeSet<>();
    private final List<String> ignoredVariables = new ArrayList<>();
    private final Map<String, String> environment;
    private final Properties system;

    private Settings(Map<String, String> environment, Properties system) {
        this.environment = environment;
        this.system = system;
        put(packagedDefaults(), "the packaged defaults");
        this.defaults = Map.copyOf(values);
        given.clear();
    }

    /**
     * @param environment the process environment; {@code TICKETS_CONFIG} names the file, an empty variable counts as
     *     not set
     * @param system the system properties
     * @param directory the working directory, which may hold {@code config/application.properties}
     * @throws SettingException if a key is unknown or the file that {@code TICKETS_CONFIG} names can't be read
     */
    public static Settings load(Map<String, String> environment, Properties system, Path directory) {
        Settings settings = new Settings(environment, system);
        Set<String> known = new TreeSet<>(packagedDefaults().stringPropertyNames());
        Stream.of(ApiFilter.values()).map(ApiFilter::key).forEach(known::add);
        String named = environment.getOrDefault("TICKETS_CONFIG", "").strip();
        if (!named.isEmpty() || Files.exists(directory.resolve(FILE))) {
            String file = named.isEmpty() ? FILE : named;
            settings.putKnown(file(directory, file), known, file);
        }
        settings.putEnvironment(known);
        settings.putKnown(system, known, "the system properties");
        settings.nameTheStream();
        settings.readSecretFiles();
        // Camel would take a text that is no number for 0, any free port.
        settings.whole("camel.management.port", 0, 65_535);
        return settings;
    }

    /** Replaces {@link #UNNAMED} by the stream's name in every name that was not set. */
    private void nameTheStream() {
        if (isSet("tickets.stream")) {
            String name = matching("tickets.stream", STREAM, "one word: 1 to 100 of a-z A-Z 0-9 _ -");
            defaults.forEach((key, value) -> {
                if (key.startsWith("tickets.") && value.startsWith(UNNAMED) && !given.contains(key)) {
                    values.put(key, name + value.substring(UNNAMED.length()));
                }
            });
        }
    }

    private void readSecretFiles() {
        for (String key : List.copyOf(values.keySet())) {
            Matcher file = SECRET_FILE.matcher(key);
            if (file.matches() && isSet(key)) {
                String secret = key.startsWith("camel.") ? file.group(2) : file.group(1);
                if (isSet(secret)) {
                    throw new SettingException(
                            secret, "is given, and " + key + " too; exactly one of the two is allowed");
                }
                values.put(secret, secretFile(key));
                // Camel would not know it.
                values.remove(key);
            }
        }
    }

    private static Properties packagedDefaults() {
        Properties defaults = new Properties();
        try (InputStream stream = Settings.class.getResourceAsStream("/application.properties")) {
            defaults.load(stream);
        } catch (IOException e) {
            throw new IllegalStateException("The packaged application.properties can't be read", e);
        }
        return defaults;
    }

    /** The operator's file: properties in UTF-8. A line that nobody would read is refused. */
    private static Properties file(Path directory, String file) {
        Properties properties = new Properties();
        try {
            // The machine decides which names are valid: without a locale only ASCII ones are.
            properties.load(new StringReader(read(directory.resolve(file))));
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException(
                    "TICKETS_CONFIG",
                    "the settings file " + file + " can't be read (" + e + "); name a properties file in UTF-8");
        }
        for (String key : properties.stringPropertyNames()) {
            if (PREFIXES.stream().noneMatch(key::startsWith)) {
                throw new SettingException(
                        key,
                        "no such setting (given in " + file + "); a key begins with " + String.join(", ", PREFIXES)
                                + ", as in tickets.page-size=50");
            }
        }
        return properties;
    }

    /** Reads a text without the byte-order mark that some editors write. */
    private static String read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private void putKnown(Properties layer, Set<String> known, String layerName) {
        for (String key : layer.stringPropertyNames()) {
            if (!known.contains(key) && LIKE_OURS.matcher(key).lookingAt()) {
                String allowed = known.stream().filter(OURS).collect(Collectors.joining(", "));
                throw new SettingException(key, "no such setting (given in " + layerName + "); allowed are " + allowed);
            }
        }
        put(layer, layerName);
    }

    private void put(Properties layer, String layerName) {
        for (String key : layer.stringPropertyNames()) {
            String value = layer.getProperty(key).strip();
            if (value.isEmpty() && !text(key).isEmpty()) {
                throw new SettingException(key, "is empty in " + layerName + "; give a value or leave the line out");
            }
            values.put(canonical(key), value);
            given.add(key);
        }
    }

    /**
     * {@code TUYA_CLIENT_ID} for {@code tuya.client-id}, and {@code CAMEL_COMPONENT_KAFKA_SASL_MECHANISM} for {@code
     * camel.component.kafka.sasl-mechanism}: Camel 4.18.0 means to do this itself, but finds no variable of a
     * component, and takes no value as it stands. A variable that only looks like a setting of ours is not refused: a
     * container platform sets such variables for a service that is called {@code tickets-…}.
     */
    private void putEnvironment(Set<String> known) {
        Map<String, String> keys = new HashMap<>();
        known.forEach(
                key -> keys.put(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), key));
        new TreeMap<>(environment).forEach((variable, value) -> {
            Matcher camels = CAMELS.matcher(variable);
            String key = keys.get(variable);
            if (key == null && camels.matches()) {
                key = "camel." + camels.group(1).toLowerCase(Locale.ROOT).replace('_', '.') + "."
                        + camels.group(2).toLowerCase(Locale.ROOT).replace('_', '-');
            }
            if (key != null && !value.isBlank()) {
                values.put(canonical(key), value.strip());
                given.add(key);
            } else if (key == null && variable.matches("(TUYA|TICKET).*") && !variable.equals("TICKETS_CONFIG")) {
                LOG.warn("the environment variable {} names no setting and is ignored", variable);
                ignoredVariables.add(variable);
            }
        });
    }

    /** Returns Camel's keys whose values differ from the packaged ones. */
    List<String> camelsOwn() {
        return values.keySet().stream()
                .filter(key -> key.startsWith("camel.") && !values.get(key).equals(defaults.get(key)))
                .toList();
    }

    /** Camel's keys can be spelt in two ways, of which the later layer would not replace the other. */
    private static String canonical(String key) {
        return key.startsWith("camel.") ? StringHelper.dashToCamelCase(key) : key;
    }

    /** Variables of the environment that look like settings and are none. */
    public List<String> ignoredVariables() {
        return List.copyOf(ignoredVariables);
    }

    /** Returns a foreign variable of the environment, in lower or upper case; empty if it is not set. */
    String variable(String name) {
        String lower =
                environment.getOrDefault(name.toLowerCase(Locale.ROOT), "").strip();
        return lower.isEmpty() ? environment.getOrDefault(name, "").strip() : lower;
    }

    /** Returns whether the JVM was started with this property. */
    boolean hasSystemProperty(String name) {
        return system.containsKey(name);
    }

    /** The value of a key, or an empty string if it is not set. */
    String text(String key) {
        return values.getOrDefault(canonical(key), "");
    }

    boolean isSet(String key) {
        return !text(key).isEmpty();
    }

    /** Returns the settings for Camel: all but our secrets, which only the objects that need them get. */
    public Properties withoutSecrets() {
        Properties properties = new Properties();
        properties.putAll(values);
        properties.remove("tuya.client-secret");
        properties.remove("tickets.mask-key");
        return properties;
    }

    String matching(String key, Pattern pattern, String allowed) {
        if (!pattern.matcher(text(key)).matches()) {
            throw refused(key, allowed);
        }
        return text(key);
    }

    String oneOf(String key, List<String> allowed) {
        String value = text(key);
        if (!allowed.contains(value)) {
            throw refused(key, "one of " + String.join(", ", allowed));
        }
        return value;
    }

    /** Returns one of the constants, by its name in lower case. */
    <E extends Enum<E>> E oneOf(String key, E[] allowed) {
        List<String> names = Arrays.stream(allowed)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        return allowed[names.indexOf(oneOf(key, names))];
    }

    boolean flag(String key) {
        return Boolean.parseBoolean(oneOf(key, List.of("true", "false")));
    }

    int whole(String key, int least, int most) {
        try {
            int value = Integer.parseInt(text(key));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw refused(key, "a whole number from " + least + " to " + most);
    }

    OptionalLong optionalWhole(String key, int least, int most) {
        return isSet(key) ? OptionalLong.of(whole(key, least, most)) : OptionalLong.empty();
    }

    double decimal(String key, String least, String most) {
        try {
            BigDecimal value = new BigDecimal(text(key));
            if (value.compareTo(new BigDecimal(least)) >= 0 && value.compareTo(new BigDecimal(most)) <= 0) {
                return value.doubleValue();
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw refused(key, "a number from " + least + " to " + most);
    }

    Duration duration(String key, Duration least, Duration most) {
        String value = text(key);
        if (DURATION.matcher(value).matches()) {
            Duration duration = Duration.ofMillis(TimeUtils.toMilliSeconds(value));
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        }
        throw refused(
                key,
                "a duration such as 500ms, 30s, 2m or 1h30m, from %dms to %dh"
                        .formatted(least.toMillis(), most.toHours()));
    }

    /** A comma-separated list without blank members; empty if the setting is not set. */
    List<String> list(String key) {
        if (!isSet(key)) {
            return List.of();
        }
        List<String> members =
                Arrays.stream(text(key).split(",", -1)).map(String::strip).toList();
        if (members.contains("")) {
            throw refused(key, "names separated by single commas");
        }
        return members;
    }

    SettingException refused(String key, String allowed) {
        String value = text(key);
        return new SettingException(key, "'" + value + "' is not allowed; it must be " + allowed);
    }

    /**
     * Reads a mounted secret, without surrounding blanks, line ends and a byte-order mark.
     *
     * @param key names the file; messages do not repeat the name, which may be the secret itself in the wrong place
     */
    private String secretFile(String key) {
        try {
            String secret = read(Path.of(text(key))).strip();
            if (SECRET.matcher(secret).matches()) {
                return secret;
            }
        } catch (IOException | RuntimeException e) {
            // Refused below, like a file that holds something else.
        }
        throw new SettingException(key, "must name a readable text file in UTF-8 that holds one line, the secret");
    }
}
