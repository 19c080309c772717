package io.github.ticketstream.settings;

import io.github.ticketstream.process.Printable;
import io.github.ticketstream.process.SettingException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * Camel's own settings on their way to Camel. In their values Camel looks for placeholders and for references to beans; a
 * password is taken as it stands all the same.
 */
public final class CamelSettings extends MainListenerSupport {
    private static final Pattern SECRET = Pattern.compile("(?i)pass(word|phrase|wd)|secret|jaas|token|user|credential");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{|}}");

    private static final Pattern COMPONENT = Pattern.compile("camel\\.component\\.([^.]+)\\.([^.\\[]+)");
    private static final List<Class<?>> NUMBERS = Arrays.asList(
            int.class, Integer.class, long.class, Long.class, short.class, Short.class, double.class, Double.class);
    private static final List<Class<?>> MILLISECONDS = Arrays.asList(long.class, Long.class);
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern DURATION = Pattern.compile("(\\d+(ms|d|h|m|s))+");

    private static final String WATCHES = "is not allowed: whoever reaches the management port only watches";
    /** Nothing of which can be wrong when Camel starts. */
    private static final Set<String> CHECKED =
            Set.of("camel.component.kafka.brokers", "camel.management.host", "camel.management.port");

    private final Settings settings;

    private CamelSettings(Settings settings) {
        this.settings = settings;
    }

    /** Camel converts it to a text where it needs one, and may print what it converts. */
    private record AsItStands(String secret) {
        @Override
        public String toString() {
            return "AsItStands[hidden]";
        }
    }

    /** @param main not started yet */
    public static void give(Settings settings, Main main) {
        // All layers are in the settings already: Camel would put two of them on top once more, by its own rules.
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
    }

    /** Kafka takes nothing but texts for what Camel only passes on. */
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

    /** Health, metrics and a page are served, and nothing that takes part in the flow: through it a token could be asked for. */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        settings.camelsOwn().forEach(key -> requireNumber(main, key));
        HttpManagementServerConfigurationProperties server = main.configure().httpManagementServer();
        if (server.isSendEnabled()) {
            throw new SettingException("camel.management.sendEnabled", WATCHES);
        }
        if (server.isUploadEnabled()) {
            throw new SettingException("camel.management.uploadEnabled", WATCHES);
        }
    }

    /** Camel takes what is no number for 0. */
    private void requireNumber(BaseMainSupport main, String key) {
        CamelContext camel = main.getCamelContext();
        Matcher component = COMPONENT.matcher(key);
        Object target = component.matches()
                ? camel.getComponent(component.group(1)).getComponentPropertyConfigurer()
                : PluginHelper.getConfigurerResolver(camel)
                        .resolvePropertyConfigurer(MainConfigurationProperties.class.getName(), camel);
        String option = component.matches() ? component.group(2) : key.replace("camel.main.", "");
        if (target instanceof PropertyConfigurerGetter options) {
            Class<?> type = options.getOptionType(option, true);
            String value = settings.text(key);
            boolean isNumber = NUMBER.matcher(value).matches()
                    || (MILLISECONDS.contains(type) && DURATION.matcher(value).matches());
            if (NUMBERS.contains(type) && !isNumber && !value.contains("{{")) {
                throw new SettingException(key, "'" + value + "' is not allowed; it must be a number");
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
     * The settings of Camel's that an exception while starting is about: the one that its words tell, or else all that were
     * given, without their values.
     *
     * @return null if it is about none
     */
    public static SettingException refused(Settings settings, Throwable thrown) {
        SettingException refused = SettingException.of(thrown);
        List<String> given = settings.camelsOwn().stream()
                .filter(key -> !CHECKED.contains(key))
                .toList();
        if (refused != null || given.isEmpty()) {
            return refused;
        }
        List<String> words = Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .map(cause -> String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT))
                .toList();
        List<String> told = given.stream()
                .filter(key -> words.stream().anyMatch(text -> isToldIn(text, key, settings.text(key))))
                .toList();
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String problem = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        for (String key : given) {
            if (SECRET.matcher(key).find()) {
                problem = problem.replace(settings.text(key), "…");
            }
        }
        return new SettingException(
                (told.isEmpty() ? given : told).stream().collect(Collectors.joining(", ")),
                "Camel can't start with that (" + root.getClass().getSimpleName() + ": "
                        + Printable.withoutSecrets(problem) + "); see Camel's documentation");
    }

    private static boolean isToldIn(String text, String key, String value) {
        String option = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return text.contains(option)
                || (value.length() > 3 && !value.equals("true") && text.contains(value.toLowerCase(Locale.ROOT)));
    }
}
