package io.github.ticketstream;

import io.github.ticketstream.kit.KafkaInJvm;
import java.util.List;
import java.util.stream.Stream;
import io.github.ticketstream.kit.CommandRun;
import io.github.ticketstream.kit.StreamInJvm;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.Certificates;
import io.github.ticketstream.kit.SecuredKafka;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Kafka that lets nobody in without credentials, and then to nothing without a right. TLS and SASL: the one set of Camel's
 * settings for Kafka serves every client of the process. Each right that the settings page lists is needed, and named where it
 * is missing; they are enough for the doctor, too.
 */
@Tag("proof")
class KafkaSecurityIT extends StreamIT {
    private static final String CHECK = "check the security settings under camel.component.kafka";

    private final SecuredKafka secured = SecuredKafka.shared();

    @Override
    KafkaInJvm kafka() {
        return secured.kafka();
    }

    /** Kafka's client alone would ask for 336 MB, and end a JVM that has less. */
    @Test
    void saysThatKafkaWantsTls() {
        Map<String, String> settings = Map.of("camel.component.kafka.brokers", secured.addressForSasl());

        assertTells(settings, "does not speak Kafka without TLS", "camel.component.kafka.sasl-auth-type");
    }

    @Test
    void saysThatTheCertificateIsMissing() {
        Map<String, String> settings = new TreeMap<>(secured.byCertificate());
        settings.keySet().removeIf(key -> key.contains("keystore") || key.contains("key-password"));

        assertTells(settings, "no TLS connection to Kafka", "Received fatal alert", CHECK);
    }

    @Test
    void saysThatTheBrokersCertificateIsNotTrusted(@TempDir Path elsewhere) {
        Map<String, String> settings = new TreeMap<>(secured.byPassword(SecuredKafka.PASSWORD));
        settings.put(
                "camel.component.kafka.ssl-truststore-location",
                new Certificates(elsewhere).trustStore().toString());

        assertTells(settings, "no TLS connection to Kafka", "PKIX path", CHECK);
    }

    private void assertTells(Map<String, String> security, String... parts) {
        start(stream().with(security));
        awaitHealth(parts);
        assertThat(stream.health("/live").path("http").asInt()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "TOPIC, .tickets, WRITE, ''",
        "TOPIC, .dead-letter, WRITE, ''",
        "TOPIC, .sweeps, WRITE, ''",
        "TOPIC, .sweeps, READ, ''",
        "TOPIC, .state, WRITE, ''",
        "TOPIC, .state, READ, ''",
        "TOPIC, .state, DESCRIBE_CONFIGS, ''",
        "TRANSACTIONAL_ID, '', WRITE, tickets.transactional-id",
        "GROUP, '', READ, ''"
    })
    void saysWhichRightIsMissing(ResourceType type, String suffix, AclOperation right, String told) {
        StreamInJvm stream =
                streamWithTopics().with("tickets.standby", Boolean.toString(type.equals(ResourceType.GROUP)));
        String resource = name + suffix;
        secured.revoke(type, resource, right);

        assertIsDownUntilGranted(stream, type, resource, right, told.isEmpty() ? resource : told);
    }

    @Test
    void saysThatAMissingTopicMayNotBeCreated() {
        secured.grantStream(name);
        topics().forEach(topic -> grant(topic, AclOperation.CREATE));
        String topic = name + ".sweeps";
        secured.revoke(ResourceType.TOPIC, topic, AclOperation.CREATE);

        assertIsDownUntilGranted(
                stream().with(secured.byPassword(SecuredKafka.PASSWORD)),
                ResourceType.TOPIC,
                topic,
                AclOperation.CREATE,
                "topic " + topic + " is missing");
    }

    @Test
    void saysWhichTopicMayNotBeSeenAtAll() {
        StreamInJvm stream = streamWithTopics();
        String topic = name + ".tickets";
        secured.revoke(
                ResourceType.TOPIC, topic, AclOperation.WRITE, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);

        assertIsDownUntilGranted(
                stream, ResourceType.TOPIC, topic, AclOperation.WRITE, "topic " + topic + " may not be described");
    }

    private void assertIsDownUntilGranted(
            StreamInJvm refused, ResourceType type, String resource, AclOperation right, String told) {
        tuya.tickets().addGenerated(3, 1);
        tuya.tickets().addGarbage("17");
        start(refused);

        awaitHealth(told, right.name(), "grant");
        secured.grant(type, resource, right);
        awaitReady();
    }

    @Test
    void whatTheStreamMayIsEnoughForTheDoctorAndNotForTheAudit() {
        StreamInJvm stream = streamWithTopics().with("tickets.standby", "true");
        write(stream.ticketTopic(), "DELETED", null);

        CommandRun doctor = report(stream, "doctor");
        CommandRun audit = report(stream, "audit");
        grant(stream.ticketTopic(), AclOperation.READ);
        CommandRun allowed = report(stream, "audit");

        // It polls twice a second.
        assertThat(doctor.with("FAIL")).containsExactly(doctor.result("quota"));
        assertThat(doctor.result("sweep topic rights")).contains("READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS");
        assertThat(audit.exitCode()).isEqualTo(3);
        assertThat(audit.results())
                .hasSize(1)
                .first()
                .asString()
                .contains("READ and DESCRIBE on " + stream.ticketTopic());
        assertThat(allowed.with("FAIL")).isEmpty();
        assertThat(doctor.out() + audit.out()).doesNotContain(SecuredKafka.PASSWORD);
    }

    @Test
    void rightsThatAreMissingAreNamedWithoutBeingUsed() {
        StreamInJvm stream = streamWithTopics().with("tickets.standby", "true");
        secured.revoke(ResourceType.TOPIC, stream.ticketTopic(), AclOperation.WRITE);
        secured.revoke(ResourceType.TOPIC, stream.sweepTopic(), AclOperation.READ);
        secured.revoke(ResourceType.TOPIC, stream.stateTopic(), AclOperation.DESCRIBE_CONFIGS);
        secured.revoke(
                ResourceType.TOPIC,
                stream.deadLetterTopic(),
                AclOperation.WRITE,
                AclOperation.DESCRIBE,
                AclOperation.DESCRIBE_CONFIGS);
        secured.revoke(ResourceType.TRANSACTIONAL_ID, name, AclOperation.WRITE, AclOperation.DESCRIBE);
        secured.revoke(ResourceType.GROUP, name, AclOperation.READ);

        CommandRun doctor = report(stream, "doctor");

        assertThat(doctor.exitCode()).isEqualTo(3);
        assertThat(doctor.result("ticket topic rights")).contains("FAIL", "missing: WRITE ->");
        assertThat(doctor.result("sweep topic rights")).contains("FAIL", "missing: READ ->");
        assertThat(doctor.result("state topic rights")).contains("FAIL", "missing: DESCRIBE_CONFIGS ->");
        assertThat(doctor.result("state topic")).contains("FAIL", "grant the principal DESCRIBE_CONFIGS");
        assertThat(doctor.result("dead-letter topic")).contains("FAIL", "WRITE and DESCRIBE");
        assertThat(doctor.result("transactional id")).contains("FAIL", "WRITE and DESCRIBE");
        assertThat(doctor.result("standby group")).contains("FAIL", "READ");
    }

    @Test
    void aMissingTopicIsTriedForWithoutBeingCreated() {
        StreamInJvm stream = stream().with(secured.byPassword(SecuredKafka.PASSWORD));
        secured.grantStream(name);
        grant(stream.stateTopic(), AclOperation.CREATE);

        CommandRun doctor = report(stream, "doctor");

        assertThat(doctor.result("state topic")).contains("ok", "the program will create it");
        assertThat(doctor.result("sweep topic")).contains("FAIL", "refuses to create it");
        assertThat(topicsThere()).noneMatch(topic -> topic.startsWith(name));
    }

    /** With all it needs: the topics, and exactly the rights that the settings page lists. */
    private StreamInJvm streamWithTopics() {
        topics().forEach(topic -> create(topic, COMPACT));
        secured.grantStream(name);
        return stream().with(secured.byPassword(SecuredKafka.PASSWORD));
    }

    private void grant(String topic, AclOperation... operations) {
        secured.grant(ResourceType.TOPIC, topic, operations);
    }

    private List<String> topics() {
        return Stream.of(".tickets", ".dead-letter", ".sweeps", ".state")
                .map(name::concat)
                .toList();
    }
}
