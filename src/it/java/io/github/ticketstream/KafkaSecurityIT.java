package io.github.ticketstream;

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

/** TLS and SASL: the one set of Camel's settings for Kafka serves every client of the process. */
@Tag("proof")
class KafkaSecurityIT extends SecuredKafkaIT {
    private static final String REFUSED = "Kafka refuses our credentials";
    private static final String CHECK = "check the security settings under camel.component.kafka";

    @Test
    void comesInByUserAndPasswordOverTls() {
        assertWorks(secured.byPassword(SecuredKafka.PASSWORD));
    }

    @Test
    void comesInByACertificate() {
        assertWorks(secured.byCertificate());
    }

    @Test
    void saysThatThePasswordIsWrong() {
        assertTells(secured.byPassword("mistaken"), REFUSED, "SCRAM-SHA-512", CHECK);
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

    private void assertWorks(Map<String, String> security) {
        tuya.tickets().addGenerated(20, 1);
        tuya.tickets().addGarbage("17");
        grantWhatThePageLists();
        topics().forEach(topic -> grant(topic, AclOperation.CREATE));
        startReady(stream("tickets.standby", "true").with(security));
        awaitNextSweep();

        assertThat(tickets().versions()).containsExactlyInAnyOrderElementsOf(served());
        assertThat(deadLetters().records()).hasSize(1);
    }

    private void assertTells(Map<String, String> security, String... parts) {
        start(stream().with(security));
        awaitHealth(parts);
        assertThat(stream.health("/live").path("http").asInt()).isEqualTo(200);
    }
}
