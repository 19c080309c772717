package io.github.ticketstream.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How settings are spelt in the environment. */
final class Environment {
    private static final Pattern CAMELS = Pattern.compile(
            "CAMEL_((?:COMPONENT|DATAFORMAT|LANGUAGE|VAULT)_[A-Z0-9]+|MAIN|SSL|HEALTH|METRICS"
                    + "|MANAGEMENT|SERVER|OPENTELEMETRY2?|ROUTECONTROLLER|STARTUPCONDITION|DEBUG|TRACE|THREADPOOL|MDC)_([A-Z0-9_]+)");
    private static final Pattern OF_A_SERVICE = Pattern.compile(
            "[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_[A-Z]+)?)?)");

    private Environment() {}

    /** {@code TUYA_CLIENT_ID} for {@code tuya.client-id}. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /**
     * {@code camel.component.kafka.sasl-mechanism} for {@code CAMEL_COMPONENT_KAFKA_SASL_MECHANISM}, and so on: Camel 4.18.0
     * means to do this itself, but finds no variable of a component, and takes no value as it stands.
     */
    static Map<String, String> camels(Map<String, String> environment) {
        Map<String, String> settings = new TreeMap<>();
        environment.forEach((variable, value) -> {
            Matcher one = CAMELS.matcher(variable);
            if (one.matches() && !value.isBlank()) {
                String group = one.group(1).toLowerCase(Locale.ROOT).replace('_', '.');
                String option = one.group(2).toLowerCase(Locale.ROOT).replace('_', '-');
                settings.put("camel." + group + "." + option, value.strip());
            }
        });
        return settings;
    }

    /**
     * Variables that look like settings of ours and are none. Not refused: a container platform sets such variables for a
     * service that happens to be called {@code tickets-…}; those that follow its pattern are not even worth a word.
     */
    static List<String> unknown(Map<String, String> environment, Set<String> keys) {
        Set<String> variables = keys.stream().map(Environment::variable).collect(Collectors.toSet());
        return environment.keySet().stream()
                .filter(name -> name.startsWith("TUYA") || name.startsWith("TICKET"))
                .filter(name -> !name.equals("TICKETS_CONFIG") && !variables.contains(name))
                .filter(name -> !OF_A_SERVICE.matcher(name).matches())
                .sorted()
                .toList();
    }
}
