package io.github.ticketstream.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.security.KafkaAuthType;
import org.apache.kafka.common.security.oauthbearer.ClientJwtValidator;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KafkaOAuthTest {
    private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String VALIDATOR = "sasl.oauthbearer.jwt.validator.class";
    private static final String ENDPOINT = "sasl.oauthbearer.token.endpoint.url";
    private static final String HANDLER = "sasl.login.callback.handler.class";

    private final KafkaConfiguration kafka = new KafkaConfiguration();

    @AfterEach
    void forgetWhatIsAllowed() {
        System.clearProperty(ALLOWED);
    }

    @Test
    void camelsOwnOptionsAreEnough() {
        byCamelsOptions();
        kafka.setOauthScope("kafka");

        KafkaOAuth.complete(kafka);

        assertThat(kafka.getAdditionalProperties())
                .containsOnly(
                        Map.entry(VALIDATOR, ClientJwtValidator.class.getName()),
                        Map.entry(HANDLER, OAuthBearerLoginCallbackHandler.class.getName()),
                        Map.entry(ENDPOINT, "https://login.example.com/token"),
                        Map.entry("sasl.oauthbearer.scope", "kafka"));
        assertThat(System.getProperty(ALLOWED)).isEqualTo("https://login.example.com/token");
    }

    @Test
    void whatTheOperatorHasSetStays() {
        byCamelsOptions();
        kafka.getAdditionalProperties().putAll(Map.of(VALIDATOR, "a.B", HANDLER, "a.C", ENDPOINT, "https://d"));
        System.setProperty(ALLOWED, "https://e");

        KafkaOAuth.complete(kafka);
        KafkaOAuth.complete(kafka);

        assertThat(kafka.getAdditionalProperties())
                .containsOnly(Map.entry(VALIDATOR, "a.B"), Map.entry(HANDLER, "a.C"), Map.entry(ENDPOINT, "https://d"));
        assertThat(System.getProperty(ALLOWED)).isEqualTo("https://e,https://d");
    }

    /** The default one needs a library that a broker has and a client has not. */
    @Test
    void aLoginOfTheOperatorsOwnGetsAValidatorThatLoads() {
        kafka.setSaslMechanism("OAUTHBEARER");

        KafkaOAuth.complete(kafka);

        assertThat(kafka.getAdditionalProperties()).containsOnlyKeys(VALIDATOR);
        assertThat(System.getProperty(ALLOWED)).isNull();
    }

    @Test
    void otherLoginsAreLeftAlone() {
        kafka.setSaslAuthType(KafkaAuthType.SCRAM_SHA_512);

        KafkaOAuth.complete(kafka);

        assertThat(kafka.getAdditionalProperties()).isEmpty();
    }

    private void byCamelsOptions() {
        kafka.setSaslAuthType(KafkaAuthType.OAUTH);
        kafka.setOauthTokenEndpointUri("https://login.example.com/token");
    }
}
