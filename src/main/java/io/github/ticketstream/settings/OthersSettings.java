package io.github.ticketstream.settings;

import io.github.ticketstream.process.SettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.StringHelper;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.utils.Utils;

/**
 * Checks the settings that others read: the JVM and its log, Camel, the HTTP client, Kafka's clients. These ignore a
 * wrong setting, fail with a stack trace, or obey a dangerous one. This class refuses it by its key, before anything
 * starts.
 */
public final class OthersSettings extends MainListenerSupport {
    private static final List<String> LEVELS =
            List.of("off", "fatal", "error", "warn", "info", "debug", "trace", "all");
    private static final String NO_FILE = "there is no readable file of that name";
    private static final String NO_CLASS = " could not be found.";
    /** The remedy for a missing class of a login. */
    public static final String ADD_JAR =
            "put its jar into ext/ beside tuya-ticket-stream.jar; the start script and the image look there, java -jar does not";

    private static final Pattern COMPONENT = Pattern.compile("camel\\.component\\.([^.]+)\\.([^.\\[]+)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern DURATION = Pattern.compile("(\\d+(ms|d|h|m|s))+");

    private static final String WATCHES = "is not allowed: the management port is read-only";
    private static final String VERIFIED =
            "is not allowed: the server's certificate is always verified; trust a private authority by camel.ssl.trustStore";

    /** The least values, in bytes. The client allocates a batch at its full size. */
    private static final Map<String, Long> LEAST = Map.of("max.request.size", 4_096L, "buffer.memory", 1L << 20);

    private static final int MAX_PORT = 65_535;
    /** Camel's option where it is not named like Kafka's. */
    private static final Map<String, String> OPTIONS = Map.of(
            "compression.type",
            "compressionCodec",
            "buffer.memory",
            "bufferMemorySize",
            "bootstrap.servers",
            "brokers");

    private static final Pattern KAFKAS_REFUSAL =
            Pattern.compile("Invalid value .* for configuration ([\\w.-]+)(?:: .*)?", Pattern.DOTALL);
    private static final Pattern KAFKAS_SECRET =
            Pattern.compile("jaas|login|password|passphrase|secret|token|key$", Pattern.CASE_INSENSITIVE);

    private final Settings settings;

    OthersSettings(Settings settings) {
        this.settings = settings;
    }

    /** @throws SettingException if a system property of the JVM or its log is wrong */
    public static void requireJvms(Properties system) {
        for (String key : List.of("log.level", "log.level.kafka", "log.level.camel", "log.format")) {
            List<String> allowed = key.equals("log.format") ? List.of("text", "json") : LEVELS;
            String value = system.getProperty(key);
            if (value != null && !allowed.contains(value.toLowerCase(Locale.ROOT))) {
                throw new SettingException(
                        key, "'" + value + "' is not allowed; it must be one of " + String.join(", ", allowed));
            }
        }
        for (String key : List.of("javax.net.ssl.trustStore", "javax.net.ssl.keyStore")) {
            String store = system.getProperty(key, "");
            if (!store.isEmpty() && !store.equals("NONE") && !isFile(store)) {
                throw new SettingException(key, NO_FILE);
            }
        }
        for (String key : List.of("log4j2.configurationFile", "log4j.configurationFile")) {
            String file = system.getProperty(key, "").replaceFirst("^file:(//)?", "");
            // We check no other address, and no list of several.
            boolean looked = !file.isEmpty() && !file.matches("(?s)[a-zA-Z]+:.*|.*,.*");
            if (looked && !isFile(file) && OthersSettings.class.getClassLoader().getResource(file) == null) {
                throw new SettingException(key, NO_FILE);
            }
        }
    }

    private static boolean isFile(String name) {
        try {
            return Files.isReadable(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * Camel starts without health and metrics if their port is taken, and a probe would kill us for it.
     *
     * @throws SettingException if there is no such host
     * @throws IllegalStateException naming the key, if they could not be served there
     */
    public static void requireFreePort(Properties settings) {
        if (!Boolean.parseBoolean(settings.getProperty("camel.management.enabled"))) {
            return;
        }
        String host = settings.getProperty("camel.management.host");
        int port = Integer.parseInt(settings.getProperty("camel.management.port"));
        if (!isOfThisMachine(host)) {
            throw new SettingException(
                    "camel.management.host", "'" + host + "' is not known; it must be an address of this machine");
        }
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            probe.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "camel.management.port: can't listen at " + host + ":" + port + " (" + e.getMessage() + ")");
        }
    }

    private static boolean isOfThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Checks Camel's own view of its settings, however they were spelt. */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        CamelContext camel = main.getCamelContext();
        settings.camelsOwn().forEach(key -> requireNumber(camel, key));
        // The server must not offer a way into the flow: somebody could obtain a token through it.
        refuse(
                WATCHES,
                Map.of(
                        "camel.management.sendEnabled",
                        main.configure().httpManagementServer().isSendEnabled(),
                        "camel.management.uploadEnabled",
                        main.configure().httpManagementServer().isUploadEnabled()));
        requireVerifiedTls(main, camel.getComponent("https", HttpComponent.class));
        KafkaConfiguration kafka =
                camel.getComponent("kafka", KafkaComponent.class).getConfiguration();
        KafkaOAuth.complete(kafka);
        requireKafkas(kafka);
    }

    /** Camel takes a text that is no number for 0. */
    private void requireNumber(CamelContext camel, String key) {
        Matcher component = COMPONENT.matcher(key);
        Object target = component.matches()
                ? camel.getComponent(component.group(1)).getComponentPropertyConfigurer()
                : PluginHelper.getConfigurerResolver(camel)
                        .resolvePropertyConfigurer(MainConfigurationProperties.class.getName(), camel);
        String option = component.matches() ? component.group(2) : key.replace("camel.main.", "");
        Class<?> type = target instanceof PropertyConfigurerGetter options ? options.getOptionType(option, true) : null;
        Class<?> boxed = type == null ? Void.class : ObjectHelper.convertPrimitiveTypeToWrapperType(type);
        String value = settings.text(key);
        boolean fits = NUMBER.matcher(value).matches()
                || (boxed == Long.class && DURATION.matcher(value).matches());
        if (Number.class.isAssignableFrom(boxed) && !fits && !value.contains("{{")) {
            throw new SettingException(key, "'" + value + "' is not allowed; it must be a number");
        }
    }

    /** Requires verified TLS: otherwise a man in the middle could take the token and read every ticket. */
    private static void requireVerifiedTls(BaseMainSupport main, HttpComponent https) {
        boolean trustsAll = main.configure().hasSslConfiguration()
                && main.configure().sslConfig().isTrustAllCertificates();
        refuse(
                VERIFIED,
                Map.of(
                        "camel.ssl.trustAllCertificates",
                        trustsAll || decidesByItself(main.getCamelContext().getSSLContextParameters()),
                        "camel.component.https.sslContextParameters",
                        decidesByItself(https.getSslContextParameters()),
                        "camel.component.https.x509HostnameVerifier",
                        https.getX509HostnameVerifier().getClass() != DefaultHostnameVerifier.class,
                        "camel.component.https.clientConnectionManager",
                        https.getClientConnectionManager() != null));
    }

    private static void refuse(String why, Map<String, Boolean> isSetByKey) {
        isSetByKey.forEach((key, isSet) -> {
            if (isSet) {
                throw new SettingException(key, why);
            }
        });
    }

    /** Returns whether code of its own decides about trust, rather than a trust store. */
    private static boolean decidesByItself(SSLContextParameters tls) {
        return tls != null
                && tls.getTrustManagers() != null
                && tls.getTrustManagers().getTrustManager() != null;
    }

    private static void requireKafkas(KafkaConfiguration camels) {
        for (String broker : camels.getBrokers().split(",")) {
            String address = broker.strip();
            if (!address.isEmpty() && !isAddress(address)) {
                throw refused(camels, "bootstrap.servers", "must be addresses such as kafka:9092, separated by commas");
            }
        }
        requireKafkas(camels, ProducerConfig.configDef(), camels.createProducerProperties());
        requireKafkas(camels, ConsumerConfig.configDef(), camels.createConsumerProperties());
    }

    private static boolean isAddress(String broker) {
        String port = broker.substring(broker.lastIndexOf(':') + 1);
        return Utils.getHost(broker) != null && port.matches("\\d{1,5}") && Integer.parseInt(port) <= MAX_PORT;
    }

    private static void requireKafkas(KafkaConfiguration camels, ConfigDef known, Properties properties) {
        Map<String, String> given = new HashMap<>();
        properties.forEach((name, value) -> given.put(name.toString(), value.toString()));
        for (ConfigValue setting : known.validate(given)) {
            String name = setting.name();
            if (given.containsKey(name)) {
                setting.errorMessages().stream().findFirst().ifPresent(error -> {
                    throw refused(camels, name, withoutSecret(error) + (error.endsWith(NO_CLASS) ? " " + ADD_JAR : ""));
                });
                if (name.matches("ssl\\.(trust|key)store\\.location") && !isFile(given.get(name))) {
                    throw refused(camels, name, NO_FILE);
                }
                if (LEAST.containsKey(name) && ((Number) setting.value()).longValue() < LEAST.get(name)) {
                    throw refused(camels, name, "must be at least " + LEAST.get(name) + ", or no record fits");
                }
            }
        }
    }

    /** Returns a Kafka client's message about a setting that it refuses, without the value if that is a secret. */
    public static String withoutSecret(String refusal) {
        Matcher refused = KAFKAS_REFUSAL.matcher(refusal);
        return refused.matches() && KAFKAS_SECRET.matcher(refused.group(1)).find()
                ? "Invalid value for configuration " + refused.group(1)
                : refusal;
    }

    private static SettingException refused(KafkaConfiguration camels, String name, String problem) {
        String option = OPTIONS.getOrDefault(name, StringHelper.dashToCamelCase(name.replace('.', '-')));
        boolean isOnlyPassedOn = camels.getAdditionalProperties().containsKey(name);
        return new SettingException(
                "camel.component.kafka." + (isOnlyPassedOn ? "additionalProperties[" + name + "]" : option), problem);
    }
}
