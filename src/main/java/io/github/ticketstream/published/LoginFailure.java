package io.github.ticketstream.published;

import io.github.ticketstream.process.Printable;
import io.github.ticketstream.settings.OthersSettings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;

/** A login that failed before it reached a broker: a class is missing, the token endpoint gave no token, or foreign code failed. */
final class LoginFailure {
    private static final String NO_MODULE = "No LoginModule found for ";
    /** A name without a package can be a password in the wrong place. */
    private static final Pattern CLASS = Pattern.compile("[\\w$]+(\\.[\\w$]+)+");
    /** The JVM puts the whole stack trace into the message. */
    private static final Pattern LAST_EXCEPTION = Pattern.compile(".*\\b(\\w+Exception: .*)");

    /** Kafka's client quotes the reply behind it, with a token under a name that it does not know. */
    private static final String QUOTED_REPLY = ". Response: (";

    private static final String TOKEN_ENDPOINT = "HttpJwtRetriever";
    private static final String REFUSED = "UnretryableException";

    private LoginFailure() {}

    /** @return null if the JAAS configuration itself is wrong */
    static KafkaFailure of(Throwable thrown) {
        if (thrown instanceof NoClassDefFoundError missing) {
            return lacks(missing.getMessage().replace('/', '.'));
        }
        if (!(thrown instanceof LoginException) || thrown.getMessage() == null) {
            return null;
        }
        String message = thrown.getMessage();
        if (message.startsWith(NO_MODULE)) {
            String module = message.substring(NO_MODULE.length());
            return CLASS.matcher(module).matches() ? lacks(module) : null;
        }
        return message.contains(TOKEN_ENDPOINT)
                ? withoutToken(message)
                : KafkaFailure.forOperator(
                        "the login to Kafka failed (" + words(message) + ")",
                        "check sasl-jaas-config and the callback handlers under camel.component.kafka");
    }

    private static KafkaFailure lacks(String type) {
        return KafkaFailure.forOperator("the login to Kafka lacks the class " + type, OthersSettings.ADD_JAR);
    }

    private static KafkaFailure withoutToken(String message) {
        String problem = "there is no token for Kafka (" + words(message) + ")";
        return message.contains(REFUSED)
                ? KafkaFailure.forOperator(
                        problem,
                        "check oauth-client-id, oauth-client-secret and oauth-token-endpoint-uri under camel.component.kafka")
                : KafkaFailure.passing(
                        problem,
                        "nothing to do unless it lasts; then check camel.component.kafka.oauth-token-endpoint-uri, the way"
                                + " there, and whether this JVM trusts its certificate (javax.net.ssl.trustStore)");
    }

    private static String words(String message) {
        String line = message.lines().findFirst().orElse("").split(Pattern.quote(QUOTED_REPLY), 2)[0];
        Matcher last = LAST_EXCEPTION.matcher(line);
        return Printable.withoutSecrets(last.matches() ? last.group(1) : line);
    }
}
