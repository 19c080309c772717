package io.github.ticketstream.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.MismatchedEndpointTypeException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedEndpointTypeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kafka's exceptions are told as: what happened, what to do, and no secret. */
final class KafkaFailureTest {
    private static final String SECRET = "s3cret";
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
    @MethodSource("refusals")
    void whatLastsUntilSomeoneActsNamesKeyAndValue(KafkaException refused, String problem, List<String> named) {
        KafkaFailure failure = KafkaFailure.of(new KafkaException("outer", refused));

        assertThat(failure).hasMessageContaining(problem);
        assertThat(failure.remedy()).contains(named).doesNotContain("nothing to do");
        assertThat(failure.needsOperator()).isTrue();
    }

    private static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(
                        new TopicAuthorizationException(Set.of("tickets")),
                        "Kafka denies access to topic tickets",
                        List.of("grant the principal")),
                arguments(
                        new TopicAuthorizationException("Some of the topics"),
                        "Kafka denies access to a topic (TopicAuthorizationException: Some of the topics)",
                        List.of("grant the principal")),
                // As a producer says it: without the type.
                arguments(
                        new KafkaException(
                                "Unexpected error in InitProducerIdResponse; The transaction timeout is larger than"
                                        + " the maximum value allowed by the broker (as configured by transaction.max.timeout.ms)."),
                        "(KafkaException: Unexpected error",
                        List.of("transaction.max.timeout.ms", "10000")),
                refusal(new InvalidTxnTimeoutException("larger"), "transaction.max.timeout.ms", "10000"),
                refusal(new RecordTooLargeException("x"), "max-request-size (1048576", "max.message.bytes"),
                refusal(new PolicyViolationException("x"), "tickets.topics.create=false"),
                refusal(new UnsupportedVersionException("x"), "2.1 and newer"),
                refusal(new MismatchedEndpointTypeException("x"), "camel.component.kafka.brokers"),
                refusal(new UnsupportedEndpointTypeException("x"), "camel.component.kafka.brokers"),
                refusal(new ClusterAuthorizationException("x"), "CREATE", "IDEMPOTENT_WRITE on the cluster"),
                refusal(new GroupMaxSizeReachedException("x"), "group.max.size"),
                refusal(new InvalidGroupIdException("x"), "tickets.transactional-id"),
                refusal(new UnsupportedCompressionTypeException("x"), "camel.component.kafka.compression-codec=none"),
                refusal(new InvalidRecordException("x"), "the broker's log"),
                refusal(new InvalidConfigurationException("x"), "tickets.topics.create=false"),
                refusal(new InvalidTimestampException("out of range"), "set this machine's clock"),
                refusal(new InconsistentGroupProtocolException("x"), "a name that no other consumer group has"),
                refusal(new InvalidSessionTimeoutException("x"), "session-timeout-ms", "6000", "1800000"));
    }

    private static Arguments refusal(KafkaException refused, String... named) {
        return arguments(refused, "(" + refused.getClass().getSimpleName() + ": ", List.of(named));
    }

    @ParameterizedTest
    @MethodSource("whatMayPass")
    void whatMayPassNamesWhatElseItCanBe(KafkaException thrown, String named) {
        KafkaFailure failure = KafkaFailure.of(thrown);

        assertThat(failure.remedy()).contains(named);
        assertThat(failure.remedyIfItLasts()).containsOnlyOnce(named);
        assertThat(failure.needsOperator()).isFalse();
    }

    private static Stream<Arguments> whatMayPass() {
        return Stream.of(
                arguments(
                        new TimeoutException("Timeout expired after 10000ms while awaiting InitProducerId"),
                        "transaction.state.log.replication.factor"),
                arguments(new TimeoutException("a node assignment"), "camel.component.kafka.security-protocol"),
                arguments(new TimeoutException("Expiring 50 record(s)"), "(producer_byte_rate) or a slow link"),
                arguments(new ProducerFencedException("newer epoch"), "an id and topics of its own"),
                arguments(new NotEnoughReplicasException("x"), "min.insync.replicas"),
                arguments(new NotEnoughReplicasAfterAppendException("x"), "transaction.state.log.min.isr"),
                arguments(new KafkaStorageException("x"), "disks"),
                arguments(new ThrottlingQuotaExceededException("x"), "controller_mutation_rate"));
    }

    @Test
    void whatLastsHasALikelyCause() {
        KafkaFailure failure = KafkaFailure.of(new TimeoutException("awaiting EndTxn"));

        assertThat(failure.remedyIfItLasts().substring(failure.remedy().length()))
                .contains("min.insync.replicas", "transaction.state.log.min.isr");
    }

    /** On a temporary directory that is mounted noexec. */
    @Test
    void aLibraryThatCannotBeLoadedSendsToTheTemporaryDirectory() {
        KafkaFailure failure = KafkaFailure.of(new UnsatisfiedLinkError("/tmp/libzstd.so: failed to map segment"));

        assertThat(failure).hasMessageContaining("a compressed topic can't be read");
        assertThat(failure.remedy()).contains("java.io.tmpdir", "noexec");
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
                "SASL_SSL | s3cret | sasl.jaas.config is missing or can't be used",
                "SASL_SSL | s3cret required; | sasl.jaas.config is missing or can't be used",
                "SASL_SSL | " + SCRAM + " s3cret; | sasl.jaas.config is missing or can't be used",
                "SASL_SSL | " + SCRAM + " required username=\"u\" password=\"a\"s3cret\"; | sasl.jaas.config is missing"
            })
    void aClientThatCannotBeMadeSendsToTheSettings(String protocol, String jaas, String told) {
        KafkaConfiguration settings = secured(protocol);
        settings.setSaslMechanism("SCRAM-SHA-512");
        settings.setSaslJaasConfig(jaas);

        assertRefused(failureOf(settings), told);
    }

    @Test
    void aTrustStoreThatIsMissingIsNamed() {
        KafkaConfiguration settings = secured("SSL");
        settings.setSslTruststoreLocation("/no/such/store.p12");
        settings.setSslTruststorePassword(SECRET);

        assertRefused(failureOf(settings), "Failed to load SSL keystore /no/such/store.p12 of type JKS: ");
    }

    @Test
    void theProducersSettingsAreToldTheSame() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", "localhost:9092");
        settings.put("acks", "some");
        RenewingProducer producer = new KafkaClients(() -> secured("SSL")).producer();
        producer.configure(settings);

        assertRefused(catchThrowableOfType(KafkaFailure.class, producer::renew), "");
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
        assertThat(failure.remedy()).isEqualTo("check the settings under camel.component.kafka");
        assertThat(failure.needsOperator()).isTrue();
    }
}
