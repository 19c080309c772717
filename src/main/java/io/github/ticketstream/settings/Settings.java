package io.github.ticketstream.settings;

import io.github.ticketstream.process.SettingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.StringHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All settings after their four layers were put on top of each other, weakest first: packaged defaults, the operator's
 * file, the environment, system properties. The packaged {@code application.properties} is the one list of known keys.
 */
public final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final String DEFAULTS = "/application.properties";
    private static final Path FILE = Path.of("config", "application.properties");
    private static final Predicate<String> OURS = key -> key.startsWith("tuya.") || key.startsWith("tickets.");
    /** What is meant to be one of ours. */
    private static final Pattern LIKE_OURS = Pattern.compile("(?i)(tuya|tickets?)[._-]");
    /** What others' conventions say about a proxy. */
    private static final List<String> OUTSIDE_NAMES = List.of(
            "HTTP_PROXY",
            "http_proxy",
            "HTTPS_PROXY",
            "https_proxy",
            "NO_PROXY",
            "no_proxy",
            "http.proxyHost",
            "http.proxyPort",
            "https.proxyHost",
            "https.proxyPort",
            "http.nonProxyHosts");

    private final Map<String, String> values = new TreeMap<>();

    private final List<String> ignoredVariables = new ArrayList<>();
    private final Map<String, String> outside = new HashMap<>();

    private Settings() {}

    /**
     * @param environment the process environment; {@code TICKETS_CONFIG} names the file, an empty variable counts as not set
     * @param system the system properties
     * @param directory the working directory, under which {@code config/application.properties} is looked for
     * @throws SettingException if a key is unknown or the file that {@code TICKETS_CONFIG} names can't be read
     */
    public static Settings load(Map<String, String> environment, Properties system, Path directory) {
        Settings settings = new Settings();
        settings.put(packagedDefaults(), "the packaged defaults");
        Set<String> known = packagedDefaults().stringPropertyNames();

        String named = environment.getOrDefault("TICKETS_CONFIG", "").strip();
        Path file = directory.resolve(named.isEmpty() ? FILE : SettingsFile.path(named));
        if (Files.exists(file) || !named.isEmpty()) {
            settings.putKnown(SettingsFile.read(file), known, file.toString());
        }
        for (String key : known) {
            String value = environment.get(Environment.variable(key));
            if (value != null && !value.isBlank()) {
                settings.values.put(canonical(key), value.strip());
            }
        }
        Environment.camels(environment).forEach((key, value) -> settings.values.put(canonical(key), value));
        for (String variable : Environment.unknown(environment, known)) {
            LOG.warn("the environment variable {} names no setting and is ignored", variable);
            settings.ignoredVariables.add(variable);
        }
        settings.putKnown(system, known, "the system properties");
        OUTSIDE_NAMES.forEach(name -> {
            String value = environment.getOrDefault(name, system.getProperty(name, ""));
            if (!value.isBlank()) {
                settings.outside.put(name, value.strip());
            }
        });
        // Camel would take what is no number for 0: any free port.
        new SettingReader(settings).whole("camel.management.port", 0, 65_535);
        return settings;
    }

    private static Properties packagedDefaults() {
        Properties defaults = new Properties();
        try (InputStream stream = Settings.class.getResourceAsStream(DEFAULTS)) {
            defaults.load(stream);
        } catch (IOException e) {
            throw new IllegalStateException("The packaged " + DEFAULTS + " can't be read", e);
        }
        return defaults;
    }

    private void putKnown(Properties layer, Set<String> known, String layerName) {
        for (String key : layer.stringPropertyNames()) {
            if (!known.contains(key) && LIKE_OURS.matcher(key).lookingAt()) {
                String prefix = key.substring(0, key.indexOf('.') + 1);
                Predicate<String> alike = OURS.test(key) ? candidate -> candidate.startsWith(prefix) : OURS;
                String allowed = known.stream().filter(alike).sorted().collect(Collectors.joining(", "));
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
        }
    }

    /** Keys of Camel's whose values are not the packaged ones. */
    List<String> camelsOwn() {
        Map<String, String> defaults = new HashMap<>();
        packagedDefaults().forEach((key, value) -> defaults.put(canonical((String) key), (String) value));
        return values.keySet().stream()
                .filter(key -> key.startsWith("camel."))
                .filter(key -> !values.get(key).equals(defaults.get(key)))
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

    /** What the environment and the JVM say about a proxy, by their own names. */
    Map<String, String> outside() {
        return outside;
    }

    /** The value of a key, or an empty string if it is not set. */
    String text(String key) {
        return values.getOrDefault(canonical(key), "");
    }

    boolean isSet(String key) {
        return !text(key).isEmpty();
    }

    /**
     * What Camel may know: everything but our secrets, whose only place is the object that needs them.
     */
    public Properties withoutSecrets() {
        Properties properties = new Properties();
        values.forEach((key, value) -> {
            if (!key.equals("tuya.client-secret") && !key.equals("tickets.mask-key")) {
                properties.setProperty(key, value);
            }
        });
        return properties;
    }
}
