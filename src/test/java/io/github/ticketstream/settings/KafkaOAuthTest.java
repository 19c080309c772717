package io.github.ticketstream.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.KafkaFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.security.KafkaAuthType;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.security.oauthbearer.ClientJwtValidator;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KafkaOAuthTest {
    private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String VALIDATOR = "sasl.oauthbearer.jwt.validator.class";
    private static final String ENDPOINT = "sasl.oauthbearer.token.endpoint.url";
    private static final String CONNECT_TIMEOUT = "sasl.login.connect.timeout.ms";
    private static final String READ_TIMEOUT = "sasl.login.read.timeout.ms";
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
                        Map.entry(CONNECT_TIMEOUT, "5000"),
                        Map.entry(READ_TIMEOUT, "5000"),
                        Map.entry(HANDLER, OAuthBearerLoginCallbackHandler.class.getName()),
                        Map.entry(ENDPOINT, "https://login.example.com/token"),
                        Map.entry("sasl.oauthbearer.scope", "kafka"));
        assertThat(System.getProperty(ALLOWED)).isEqualTo("https://login.example.com/token");
    }

    @Test
    void whatTheOperatorHasSetStays() {
        byCamelsOptions();
        Map<String, Object> own = Map.of(
                VALIDATOR, "a.B", HANDLER, "a.C", ENDPOINT, "https://d", CONNECT_TIMEOUT, "100", READ_TIMEOUT, "200");
        kafka.getAdditionalProperties().putAll(own);
        System.setProperty(ALLOWED, "https://e");

        KafkaOAuth.complete(kafka);
        KafkaOAuth.complete(kafka);

        assertThat(kafka.getAdditionalProperties()).isEqualTo(own);
        assertThat(System.getProperty(ALLOWED)).isEqualTo("https://e,https://d");
    }

    /** The default one needs a library that a broker has and a client has not. */
    @Test
    void aLoginOfTheOperatorsOwnGetsAValidatorThatLoads() {
        kafka.setSaslMechanism("OAUTHBEARER");

        KafkaOAuth.complete(kafka);

        assertThat(kafka.getAdditionalProperties()).containsOnlyKeys(VALIDATOR, CONNECT_TIMEOUT, READ_TIMEOUT);
        assertThat(System.getProperty(ALLOWED)).isNull();
    }

    @Test
    void otherLoginsAreLeftAlone() {
        kafka.setSaslAuthType(KafkaAuthType.SCRAM_SHA_512);

        KafkaOAuth.complete(kafka);

        assertThat(kafka.getAdditionalProperties()).isEmpty();
    }

    /** Kafka's login would wait for ever, and with it the thread that makes the client. */
    @Test
    void aTokenEndpointThatAcceptsAndNeverAnswersIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            byCamelsOptions();
            kafka.setOauthTokenEndpointUri("http://127.0.0.1:" + silent.getLocalPort() + "/token");
            kafka.setOauthClientId("client");
            kafka.setOauthClientSecret("s3cret");
            kafka.setBrokers("localhost:9092");
            kafka.setSecurityProtocol("SASL_PLAINTEXT");
            kafka.getAdditionalProperties().put("sasl.login.retry.backoff.ms", "10");
            kafka.getAdditionalProperties().put("sasl.login.retry.backoff.max.ms", "10");

            KafkaOAuth.complete(kafka);

            CompletableFuture<Admin> admin = CompletableFuture.supplyAsync(new KafkaClients(() -> kafka)::newAdmin);
            assertThat(admin)
                    .failsWithin(Duration.ofMinutes(1))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(KafkaFailure.class)
                    .withMessageContaining("the login to Kafka failed (SocketTimeoutException: Read timed out");
        }
    }

    private void byCamelsOptions() {
        kafka.setSaslAuthType(KafkaAuthType.OAUTH);
        kafka.setOauthTokenEndpointUri("https://login.example.com/token");
    }
}
