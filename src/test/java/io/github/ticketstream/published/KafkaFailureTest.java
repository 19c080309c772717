package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.security.authenticator.DefaultLogin;
import org.apache.kafka.common.security.oauthbearer.ClientJwtValidator;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Kafka's exceptions are told as: what happened, what to do, and no secret. */
final class KafkaFailureTest {
    private static final String SECRET = "s3cret";
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

    /** A container that is stopped has no name any more. */
    @Test
    void aBrokersNameThatNobodyKnowsMeansThatKafkaIsAway() {
        KafkaConfiguration settings = new KafkaConfiguration();
        settings.setBrokers("kafka.invalid:9092");

        assertUnreachable(
                failureOf(settings), "Kafka is unreachable: the name of no broker is known at kafka.invalid:9092");
    }

    @Test
    void silenceBeforeAnyAnswerIsNoSlowLink() {
        TimeoutException silence = new TimeoutException("Timed out waiting for a node assignment.");

        assertUnreachable(KafkaFailure.ofSilence(silence, "kafka:9092"), "Kafka does not answer at kafka:9092");
    }

    private static void assertUnreachable(KafkaFailure failure, String problem) {
        assertThat(failure).hasMessage(problem);
        assertThat(failure.remedy())
                .startsWith("start it, or set CAMEL_COMPONENT_KAFKA_BROKERS")
                .doesNotContain("producer_byte_rate", "nothing to do")
                .isEqualTo(failure.remedyIfItLasts());
        assertThat(failure.needsOperator()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TopicAuthorizationException | grant the principal; READ",
                "InvalidTxnTimeoutException | transaction.max.timeout.ms; 10000",
                "RecordTooLargeException | max-request-size (1048576; max.message.bytes",
                "PolicyViolationException | tickets.topics.create=false",
                "UnsupportedVersionException | 2.1 and newer",
                "MismatchedEndpointTypeException | camel.component.kafka.brokers",
                "UnsupportedEndpointTypeException | camel.component.kafka.brokers",
                "ClusterAuthorizationException | CREATE; tickets.topics.create=false",
                "GroupMaxSizeReachedException | group.max.size",
                "InvalidGroupIdException | tickets.transactional-id",
                "UnsupportedCompressionTypeException | camel.component.kafka.compression-codec=none",
                "InvalidRecordException | the broker's log",
                "InvalidConfigurationException | tickets.topics.create=false",
                "InvalidTimestampException | set this machine's clock",
                "InconsistentGroupProtocolException | a name that no other consumer group has",
                "InvalidSessionTimeoutException | session-timeout-ms; 6000; 1800000"
            })
    void whatLastsUntilSomeoneActsNamesKeyAndValue(String type, String named) {
        assertLasts(kafkas(type, "x"), "(" + type + ": x", named.split("; ", -1));
    }

    @Test
    void whatLastsIsKnownAlsoByWhatAProducerSays() {
        KafkaException withoutType = new KafkaException(
                "Unexpected error in InitProducerIdResponse; The transaction timeout is"
                        + " larger than the maximum value allowed by the broker (as configured by transaction.max.timeout.ms).");

        assertLasts(withoutType, "(KafkaException: Unexpected error", "transaction.max.timeout.ms", "10000");
    }

    private static void assertLasts(KafkaException refused, String problem, String... named) {
        KafkaFailure failure = KafkaFailure.of(new KafkaException("outer", refused));

        assertThat(failure).hasMessageContaining(problem);
        assertThat(failure.remedy()).contains(named).doesNotContain("nothing to do");
        assertThat(failure.needsOperator()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TimeoutException | expired while awaiting InitProducerId | transaction.state.log.replication.factor",
                "TimeoutException | Expiring 50 record(s) | (producer_byte_rate) or a slow link",
                "TimeoutException | a node assignment | camel.component.kafka.security-protocol",
                "ProducerFencedException | newer epoch | an id and topics of its own",
                "NotEnoughReplicasException | x | check the brokers",
            })
    void whatMayPassNamesWhatElseItCanBe(String type, String words, String named) {
        KafkaFailure failure = KafkaFailure.of(kafkas(type, words));

        assertThat(failure.remedy()).contains(named);
        assertThat(failure.remedyIfItLasts()).containsOnlyOnce(named);
        assertThat(failure.needsOperator()).isFalse();
    }

    private static KafkaException kafkas(String type, String words) {
        String name =
                (type.equals("InvalidRecordException") ? "org.apache.kafka.common." : "org.apache.kafka.common.errors.")
                        + type;
        try {
            return Class.forName(name)
                    .asSubclass(KafkaException.class)
                    .getConstructor(String.class)
                    .newInstance(words);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatLastsHasALikelyCause() {
        KafkaFailure failure = KafkaFailure.of(new TimeoutException("awaiting EndTxn"));

        assertThat(failure.remedyIfItLasts().substring(failure.remedy().length()))
                .contains("min.insync.replicas", "transaction.state.log.min.isr");
    }

    /** On a temporary directory that is mounted noexec: a reader's client throws it as it is, a writer's does not. */
    @Test
    void aLibraryThatCannotBeLoadedSendsToTheTemporaryDirectory() {
        LinkageError thrown = new UnsatisfiedLinkError("/tmp/libzstd.so: failed to map segment");

        for (Throwable met : List.of(thrown, new KafkaException(thrown))) {
            KafkaFailure failure = KafkaFailure.of(met);

            assertThat(failure).hasMessageContaining("a compressed record can't be read or written");
            assertThat(failure.remedy()).contains("java.io.tmpdir", "noexec");
        }
    }

    @Test
    void whatALibrarySaysIsPrintable() {
        assertThat(KafkaFailure.of(new KafkaException("a\u001b[31mb\nc"))).hasMessageContaining("a?[31mb c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSLL | | Invalid value SSLL for configuration security.protocol: String must be one of",
                "SASL_SSL | s3cret | sasl.jaas.config is missing, can't be used",
                "SASL_SSL | s3cret required; | sasl.jaas.config is missing, can't be used",
                "SASL_SSL | " + SCRAM + " s3cret; | sasl.jaas.config is missing, can't be used",
                "SASL_SSL | " + SCRAM + " required username=\"u\" password=\"a\"s3cret\"; | sasl.jaas.config is missing"
            })
    void aClientThatCannotBeMadeSendsToTheSettings(String protocol, String jaas, String told) {
        KafkaConfiguration settings = secured(protocol);
        settings.setSaslMechanism("SCRAM-SHA-512");
        settings.setSaslJaasConfig(jaas);

        assertRefused(failureOf(settings), told);
    }

    @Test
    void aLoginModuleThatIsNotThereSendsToTheFolderForExtraJars() {
        KafkaConfiguration settings = secured("SASL_SSL");
        settings.setSaslMechanism("AWS_MSK_IAM");
        settings.setSaslJaasConfig("software.amazon.msk.auth.iam.IAMLoginModule required;");

        KafkaFailure failure = failureOf(settings);

        assertThat(failure).hasMessageContaining("names a class that is missing");
        assertThat(failure.remedy()).contains("ext/");
        assertThat(failure.needsOperator()).isTrue();
    }

    @Test
    void whatALoginsOwnCodeSaysIsOnOneLine() {
        KafkaConfiguration settings = secured("SASL_SSL");
        settings.setSaslMechanism("SCRAM-SHA-512");
        settings.setSaslJaasConfig(SCRAM + " required;");
        settings.setAdditionalProperties(Map.of("sasl.login.class", FailingLogin.class.getName()));

        KafkaFailure failure = failureOf(settings);

        assertThat(failure).hasMessage("the login to Kafka failed (IOException: no metadata service)");
    }

    /** As somebody else's jar has it. */
    public static final class FailingLogin extends DefaultLogin {
        @Override
        public LoginContext login() throws LoginException {
            throw new LoginException("java.io.IOException: no metadata service\n\tat a.Trace(Trace.java:1)");
        }
    }

    @Test
    void aTokenEndpointThatDoesNotAnswerIsTriedAgain() {
        KafkaFailure failure = failureOfTokenFrom("http://127.0.0.1:1/token");

        assertThat(failure).hasMessage("the login to Kafka failed (ConnectException: Connection refused)");
        assertThat(failure.remedy()).contains("oauth-", "the way to the token endpoint", "trustStore");
        assertThat(failure.needsOperator()).isFalse();
    }

    /** Kafka's client quotes the whole reply. */
    @Test
    void aTokenUnderAnotherNameIsNotShown() throws IOException {
        String token = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
        HttpServer endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/", exchange -> {
            byte[] reply = ("{\"accessToken\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        endpoint.start();
        try {
            KafkaFailure failure = failureOfTokenFrom(
                    "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/token");

            assertThat(failure)
                    .hasMessage("the login to Kafka failed (JwtRetrieverException: The token endpoint response did not"
                            + " contain a valid JWT)");
        } finally {
            endpoint.stop(0);
        }
    }

    private static KafkaFailure failureOfTokenFrom(String endpoint) {
        KafkaConfiguration settings = secured("SASL_SSL");
        settings.setSaslMechanism("OAUTHBEARER");
        settings.setSaslJaasConfig(
                OAuthBearerLoginModule.class.getName() + " required clientId=a clientSecret=" + SECRET + ";");
        System.setProperty(ALLOWED_URLS, endpoint);
        settings.setAdditionalProperties(Map.of(
                "sasl.oauthbearer.token.endpoint.url",
                endpoint,
                "sasl.login.callback.handler.class",
                OAuthBearerLoginCallbackHandler.class.getName(),
                "sasl.oauthbearer.jwt.validator.class",
                ClientJwtValidator.class.getName(),
                "sasl.login.retry.backoff.max.ms",
                "10",
                "sasl.login.retry.backoff.ms",
                "10"));
        try {
            return failureOf(settings);
        } finally {
            System.clearProperty(ALLOWED_URLS);
        }
    }

    @Test
    void theValueOfASecretKeyIsNotRepeated() {
        KafkaFailure failure = KafkaFailure.of(new KafkaException(
                "Failed to construct kafka producer",
                new ConfigException("sasl.oauthbearer.client.credentials.client.secret", SECRET, "too\nshort")));

        assertThat(failure)
                .hasMessage("the settings for Kafka are not usable (Invalid value for configuration "
                        + "sasl.oauthbearer.client.credentials.client.secret)");
    }

    private static KafkaConfiguration secured(String protocol) {
        KafkaConfiguration settings = new KafkaConfiguration();
        settings.setBrokers("localhost:9092");
        settings.setSecurityProtocol(protocol);
        return settings;
    }

    private static KafkaFailure failureOf(KafkaConfiguration settings) {
        KafkaClients clients = new KafkaClients(() -> settings);
        return catchThrowableOfType(KafkaFailure.class, () -> clients.newAdmin().close());
    }

    private static void assertRefused(KafkaFailure failure, String told) {
        assertThat(failure).hasMessageStartingWith("the settings for Kafka are not usable (" + told);
        assertThat(failure.getMessage()).doesNotContain(SECRET).hasLineCount(1);
        assertThat(failure.remedy()).startsWith("check the settings under camel.component.kafka");
        assertThat(failure.needsOperator()).isTrue();
    }
}
