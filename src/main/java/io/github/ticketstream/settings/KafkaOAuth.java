package io.github.ticketstream.settings;

import java.util.Arrays;
import java.util.Map;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.security.KafkaAuthType;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.security.oauthbearer.ClientJwtValidator;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;

/**
 * Completes Camel's options for OAuth. Camel 4.18 writes the token endpoint and the scope under names that Kafka's login does not
 * read, and Kafka 4.2 loads by default a validator that needs a library of the broker (KAFKA-20184).
 */
final class KafkaOAuth {
    private static final String ALLOWED = BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG;

    /** Kafka's login waits without limit by default, and the thread that makes a client waits with it. */
    private static final String PATIENCE_MILLIS = "5000";

    private KafkaOAuth() {}

    /** Adds what is missing; the operator's own settings stay. */
    static void complete(KafkaConfiguration kafka) {
        boolean byCamelsOptions = kafka.getSaslAuthType() == KafkaAuthType.OAUTH;
        if (!byCamelsOptions && !kafka.getSaslMechanism().equals("OAUTHBEARER")) {
            return;
        }
        Map<String, Object> more = kafka.getAdditionalProperties();
        more.putIfAbsent(SaslConfigs.SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS, ClientJwtValidator.class.getName());
        more.putIfAbsent(SaslConfigs.SASL_LOGIN_CONNECT_TIMEOUT_MS, PATIENCE_MILLIS);
        more.putIfAbsent(SaslConfigs.SASL_LOGIN_READ_TIMEOUT_MS, PATIENCE_MILLIS);
        if (byCamelsOptions) {
            more.putIfAbsent(
                    SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, OAuthBearerLoginCallbackHandler.class.getName());
            putIfAbsent(more, SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL, kafka.getOauthTokenEndpointUri());
            putIfAbsent(more, SaslConfigs.SASL_OAUTHBEARER_SCOPE, kafka.getOauthScope());
        }
        Object endpoint = more.get(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL);
        if (endpoint != null) {
            allow(endpoint.toString());
        }
    }

    private static void putIfAbsent(Map<String, Object> more, String name, String value) {
        if (value != null) {
            more.putIfAbsent(name, value);
        }
    }

    /** Kafka's clients call only the addresses in this property, in case strangers configure them; here, the operator does. */
    private static void allow(String url) {
        String allowed = System.getProperty(ALLOWED, "");
        if (!Arrays.asList(allowed.split(",")).contains(url)) {
            System.setProperty(ALLOWED, allowed.isEmpty() ? url : allowed + "," + url);
        }
    }
}
