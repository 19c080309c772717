package io.github.ticketstream.published;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** Why a Kafka client refused its settings, without the secrets that its own words may quote. */
final class RefusedSettings {
    private static final Pattern REFUSED_VALUE =
            Pattern.compile("Invalid value .* for configuration ([\\w.-]+)(?:: .*)?", Pattern.DOTALL);
    private static final Pattern SECRET =
            Pattern.compile("jaas|login|password|passphrase|secret|token|key$", Pattern.CASE_INSENSITIVE);

    private RefusedSettings() {}

    /** Whether it is the brokers' names that lead nowhere: a container that is stopped has none. */
    static boolean isUnknownHost(KafkaException e) {
        Throwable root = e;
        while (root.getCause() instanceof KafkaException deeper) {
            root = deeper;
        }
        return root instanceof ConfigException
                && String.valueOf(root.getMessage()).contains("No resolvable bootstrap");
    }

    static String describe(KafkaException e) {
        Throwable root = e;
        while (root.getCause() instanceof KafkaException deeper) {
            root = deeper;
        }
        Throwable cause = root.getCause();
        String text = root.getMessage();
        if (cause instanceof LoginException || String.valueOf(cause).contains("JAAS")) {
            // Quotes what it does not understand: after a wrong quotation mark, a part of the password.
            text = "sasl.jaas.config is missing or can't be used; it must read <login module> required <options>;";
        } else if (cause != null) {
            text += ": " + cause.getMessage();
        }
        Matcher refused = REFUSED_VALUE.matcher(text);
        if (refused.matches() && SECRET.matcher(refused.group(1)).find()) {
            text = "Invalid value for configuration " + refused.group(1);
        }
        return text;
    }
}
