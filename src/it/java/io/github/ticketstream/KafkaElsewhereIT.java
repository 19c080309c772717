package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.kit.Certificates;
import io.github.ticketstream.kit.CommandRun;
import io.github.ticketstream.kit.KafkaInJvm;
import io.github.ticketstream.kit.PageSettings;
import io.github.ticketstream.kit.SecuredKafka;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.kit.Subscriber;
import io.github.ticketstream.kit.TokenEndpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.logging.log4j.core.LogEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the settings for each service from the page, and uses them with a Kafka that requires the same login. */
@Tag("proof")
class KafkaElsewhereIT extends StreamIT {
    private static final String KAFKA = "camel.component.kafka.";
    private static final String AUTH_TYPE = KAFKA + "sasl-auth-type";
    private static final String MISTAKEN = "not-the-s3cret";
    private static final String ENDPOINT_SECRET = "s3cret-of-the-client";
    private static final String REFUSED = "Kafka refuses our credentials";
    private static final Map<String, String> PROBLEMS = Map.of(
            "PLAIN", REFUSED,
            "SCRAM_SHA_256", REFUSED,
            "SCRAM_SHA_512", REFUSED,
            "SSL", "no TLS connection to Kafka",
            "OAUTH", "the login to Kafka failed (IOException: The response code 401");

    @TempDir
    private Path directory;

    private final SecuredKafka secured = SecuredKafka.shared();
    private TokenEndpoint endpoint;

    @Override
    KafkaInJvm kafka() {
        return secured.kafka();
    }

    @BeforeEach
    void startEndpoint() {
        endpoint = new TokenEndpoint(SecuredKafka.USER, ENDPOINT_SECRET);
    }

    @AfterEach
    void stopEndpoint() {
        endpoint.close();
    }

    static List<PageSettings> logins() {
        return PageSettings.of(Path.of("src/site/markdown/kafka-elsewhere.md")).stream()
                .filter(block -> block.settings().containsKey(AUTH_TYPE))
                .filter(block -> !block.settings().containsValue("AWS_MSK_IAM"))
                .toList();
    }

    @Test
    void thePageHasEachMechanism() {
        assertThat(logins())
                .extracting(block -> block.settings().get("camel.component.kafka.sasl-auth-type"))
                .contains("PLAIN", "SCRAM_SHA_256", "SCRAM_SHA_512", "SSL", "OAUTH");
    }

    @ParameterizedTest
    @MethodSource("logins")
    void eachTicketArrivesOnce(PageSettings block) throws IOException {
        tuya.tickets().addGenerated(20, 1);
        StreamInJvm elsewhere = stream("tickets.standby", "true")
                .with(here(block, secured.certificates(), SecuredKafka.PASSWORD, ENDPOINT_SECRET));
        letIn();
        startReady(elsewhere);
        awaitNextSweep();

        assertThat(tickets().versions()).containsExactlyInAnyOrderElementsOf(served());
        CommandRun doctor = report(elsewhere, "doctor");
        // It polls twice a second.
        assertThat(doctor.with("FAIL")).containsExactly(doctor.result("quota"));
    }

    @ParameterizedTest
    @MethodSource("logins")
    void aWrongSecretIsNamedAndNotShown(PageSettings block) throws IOException {
        Certificates others = new Certificates(directory);
        StreamInJvm elsewhere = stream().with(here(block, others, MISTAKEN, MISTAKEN));
        String problem = PROBLEMS.get(block.settings().get(AUTH_TYPE));

        try (CapturedLog ours = CapturedLog.of("io.github.ticketstream");
                CapturedLog kafkas = CapturedLog.of("org.apache.kafka")) {
            start(elsewhere);
            awaitHealth(problem, "check ");
            CommandRun doctor = report(elsewhere, "doctor");

            assertThat(doctor.result("brokers")).startsWith("FAIL").contains(problem, "check ");
            assertThat(doctor.out() + doctor.err() + readiness()).doesNotContain(MISTAKEN);
            assertThat(Stream.of(ours, kafkas).flatMap(log -> log.events().stream()))
                    .isNotEmpty()
                    .noneMatch(event -> text(event).contains(MISTAKEN));
        }
    }

    @Test
    void aTokenEndpointThatIsAwayIsWaitedFor() throws IOException {
        PageSettings byToken = logins().stream()
                .filter(block -> block.heading().equals("OAuth"))
                .findFirst()
                .orElseThrow();
        tuya.tickets().addGenerated(20, 1);
        StreamInJvm elsewhere = stream().with(here(byToken, secured.certificates(), "", ENDPOINT_SECRET));
        letIn();
        endpoint.breakDown();
        start(elsewhere);

        awaitHealth("the login to Kafka failed (IOException: The unexpected response code 503", "the way to the token endpoint");
        endpoint.comeBack();
        awaitReady();
        assertThat(tickets().versions()).containsExactlyInAnyOrderElementsOf(served());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "lz4", "snappy", "zstd"})
    void whatIsWrittenIsCompressedAndRead(String codec) {
        tuya.tickets().addGenerated(200, 1);
        start(stream().with(KAFKA + "compression-codec", codec));
        awaitReady();
        restart(KAFKA + "compression-codec", codec);
        awaitNextSweep();

        assertThat(tickets().versions()).containsExactlyInAnyOrderElementsOf(served());
        assertThat(bytesOnDisk(name + ".tickets")).isLessThan(bytesOf(tickets()) / 2);
    }

    private long bytesOnDisk(String topic) {
        try (Admin admin = kafka().admin()) {
            List<Integer> brokers = done(admin.describeCluster().nodes()).stream().map(Node::id).toList();
            return done(admin.describeLogDirs(brokers).allDescriptions()).values().stream()
                    .flatMap(directories -> directories.values().stream())
                    .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                    .filter(replica -> replica.getKey().topic().equals(topic))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        }
    }

    private static long bytesOf(Subscriber topic) {
        return topic.recordsToEnd().stream()
                .mapToLong(record -> record.serializedKeySize() + record.serializedValueSize())
                .sum();
    }

    private static String text(LogEvent event) {
        StringWriter trace = new StringWriter();
        if (event.getThrown() != null) {
            event.getThrown().printStackTrace(new PrintWriter(trace));
        }
        return event.getMessage().getFormattedMessage() + trace;
    }

    private void letIn() {
        secured.grantStream(name);
        List.of(".tickets", ".dead-letter", ".sweeps", ".state").forEach(topic -> create(name + topic, COMPACT));
    }

    /** Replaces address, user and files of the block by those of this Kafka. */
    private Map<String, String> here(PageSettings block, Certificates keys, String password, String clientSecret)
            throws IOException {
        Map<String, String> settings = new TreeMap<>(block.settings());
        Certificates trusted = secured.certificates();
        boolean byCertificate = settings.get(AUTH_TYPE).equals("SSL");
        boolean inText = "PEM".equals(settings.get(KAFKA + "ssl-keystore-type"));
        Path key = inText ? keys.keyPem(SecuredKafka.USER) : keys.keyStore(SecuredKafka.USER);
        Path trust = inText ? trusted.trustedPem() : trusted.trustStore();
        Map<String, String> ours = Map.of(
                "brokers", byCertificate ? secured.addressForCertificates() : secured.addressForSasl(),
                "sasl-username", SecuredKafka.USER,
                "sasl-password-file", file("password", password),
                "oauth-client-id", SecuredKafka.USER,
                "oauth-client-secret-file", file("client-secret", clientSecret),
                "oauth-token-endpoint-uri", endpoint.address().toString(),
                "ssl-keystore-location", key.toString(),
                "ssl-keystore-password-file", file("store-password", Certificates.PASSWORD),
                "ssl-truststore-location", trust.toString(),
                "ssl-truststore-password-file", file("store-password", Certificates.PASSWORD));
        ours.forEach((line, value) -> settings.computeIfPresent(KAFKA + line, (unused, theirs) -> value));
        if (!settings.containsKey(KAFKA + "ssl-truststore-location")) {
            // The service has a public authority, which the JVM trusts.
            settings.put(KAFKA + "ssl-truststore-location", trust.toString());
            settings.put(KAFKA + "ssl-truststore-password", Certificates.PASSWORD);
        }
        return settings;
    }

    private String file(String called, String secret) throws IOException {
        return Files.writeString(directory.resolve(called), secret + "\n").toString();
    }
}
