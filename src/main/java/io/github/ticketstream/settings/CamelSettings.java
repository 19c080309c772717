package io.github.ticketstream.settings;

import io.github.ticketstream.process.Printable;
import io.github.ticketstream.process.SettingException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.camel.util.ObjectHelper;

/**
 * Camel's own settings on their way to Camel. In their values Camel looks for placeholders and for references to beans; a
 * password is taken as it stands all the same.
 */
public final class CamelSettings extends MainListenerSupport {
    private static final Pattern SECRET = Pattern.compile("(?i)pass(word|phrase|wd)|secret|jaas|token|user|credential");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{|}}");

    /** Keys that we check before Camel starts. */
    private static final Set<String> CHECKED =
            Set.of("camel.component.kafka.brokers", "camel.management.host", "camel.management.port");

    private final Settings settings;

    private CamelSettings(Settings settings) {
        this.settings = settings;
    }

    /** A secret that Camel converts to a text only where it needs one, because it may print what it converts. */
    private record AsItStands(String secret) {
        @Override
        public String toString() {
            return "AsItStands[hidden]";
        }
    }

    /** @param main not started yet */
    public static void give(Settings settings, Main main) {
        // The settings hold all layers already: Camel would add two of them once more, by its own rules.
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
        main.configure().setAutoConfigurationSystemPropertiesEnabled(false);
        Properties properties = settings.withoutSecrets();
        for (String key : settings.camelsOwn()) {
            if (isBean(key)) {
                // Camel does not look into a bean that is no String. Nor does it print more than the bean's name.
                main.bind(key, new AsItStands(properties.getProperty(key)));
                properties.setProperty(key, "#bean:" + key);
            }
        }
        main.setInitialProperties(properties);
        main.addMainListener(new CamelSettings(settings));
        main.addMainListener(new OthersSettings(settings));
    }

    /** Returns whether a secret may be a bean: Kafka needs texts for settings that Camel only passes on. */
    private static boolean isBean(String key) {
        return SECRET.matcher(key).find() && !key.contains("additionalProperties");
    }

    @Override
    public void beforeConfigure(BaseMainSupport main) {
        main.getCamelContext()
                .getTypeConverterRegistry()
                .addTypeConverter(
                        String.class,
                        AsItStands.class,
                        new SimpleTypeConverter(false, (type, exchange, value) -> ((AsItStands) value).secret()));
        for (String key : settings.camelsOwn()) {
            String value = settings.text(key);
            if (!PLACEHOLDER.matcher(value).find()) {
                continue;
            }
            // Camel's TLS looks for placeholders once more when it opens the store.
            if (SECRET.matcher(key).find() ? key.startsWith("camel.ssl.") || !isBean(key) : !isResolved(main, value)) {
                throw new SettingException(
                        key,
                        "is not allowed to hold {{ or }} but for the name of another setting, which Camel puts there");
            }
        }
    }

    private static boolean isResolved(BaseMainSupport main, String value) {
        try {
            main.getCamelContext().resolvePropertyPlaceholders(value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Finds the settings of Camel behind an exception at start: the one that it names, or else all that were given,
     * without their values.
     *
     * @return null if it concerns none
     */
    public static SettingException refused(Settings settings, Throwable thrown) {
        SettingException ours = ObjectHelper.getException(SettingException.class, thrown);
        if (ours != null) {
            return ours;
        }
        PropertyBindingException camels = ObjectHelper.getException(PropertyBindingException.class, thrown);
        if (camels != null) {
            // Omit the value, which may be a password under a misspelt key.
            String prefix = Objects.toString(camels.getOptionPrefix(), "").replaceAll("\\.$", "");
            return new SettingException(
                    prefix.isEmpty() ? camels.getPropertyName() : prefix + "." + camels.getOptionKey(),
                    "Camel has no such setting, or does not accept the value; see Camel's documentation");
        }
        List<String> given = settings.camelsOwn().stream()
                .filter(key -> !CHECKED.contains(key))
                .toList();
        return given.isEmpty() ? null : blamed(settings, given, thrown);
    }

    private static SettingException blamed(Settings settings, List<String> given, Throwable thrown) {
        List<Throwable> causes = Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .toList();
        List<String> named = given.stream()
                .filter(key -> causes.stream().anyMatch(cause -> names(cause, key, settings.text(key))))
                .toList();
        Throwable root = causes.get(causes.size() - 1);
        String problem = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        for (String key : given) {
            if (SECRET.matcher(key).find()) {
                problem = problem.replace(settings.text(key), "…");
            }
        }
        return new SettingException(
                String.join(", ", named.isEmpty() ? given : named),
                "Camel can't start with that (" + root.getClass().getSimpleName() + ": "
                        + Printable.withoutSecrets(problem) + "); see Camel's documentation");
    }

    private static boolean names(Throwable cause, String key, String value) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        String option = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return text.contains(option)
                || (value.length() > 3 && !value.equals("true") && text.contains(value.toLowerCase(Locale.ROOT)));
    }
}
