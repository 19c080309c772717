package io.github.ticketstream.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Settings for tests, each given as {@code key=value} in the strongest layer. */
public final class TestSettings {
    public static final String SECRET = "s3cr3t-of-the-project";

    private TestSettings() {}

    /** The packaged defaults and these. */
    public static Settings only(String... settings) {
        return Settings.load(Map.of(), properties(settings), Path.of("no-such-directory"));
    }

    /** What is required, and these on top. */
    public static Settings with(String... settings) {
        Properties properties = properties("tuya.client-id=id", "tuya.client-secret=" + SECRET, "tuya.data-center=eu");
        properties.putAll(properties(settings));
        return Settings.load(Map.of(), properties, Path.of("no-such-directory"));
    }

    public static TicketSettings tickets(String... settings) {
        return TicketSettings.from(with(settings));
    }

    static Properties properties(String... settings) {
        Properties properties = new Properties();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            properties.setProperty(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return properties;
    }
}
