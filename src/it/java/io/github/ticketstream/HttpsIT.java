package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.Certificates;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.process.SettingException;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.camel.util.ObjectHelper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTPS to the API: certificate and host name are verified, and nothing switches that off. */
class HttpsIT extends StreamIT {
    private static final String NO_TLS = "no TLS connection to the server is possible";

    @TempDir
    private static Path directory;

    private static Path trustStore;
    private static Path keyStore;
    private static Path strangersKeyStore;

    @BeforeAll
    static void makeCertificates() {
        Certificates certificates = new Certificates(directory);
        trustStore = certificates.trustStore();
        keyStore = certificates.keyStore("api");
        strangersKeyStore = certificates.keyStore("stranger", "dns:openapi.example.com");
    }

    @Override
    @BeforeEach
    void startTuya() {
        startTuya(keyStore);
    }

    private void startTuya(Path certificate) {
        startTuya(TuyaSimulator.builder().tls(Certificates.serverContext(certificate)));
        tuya.tickets().add("T1", 1_000);
    }

    @Test
    void trustsAPrivateAuthorityByCamelsTrustStore() {
        startReady(trusting());
        assertThat(tuya.log().pagesServed()).isPositive();
    }

    @Test
    void trustsAPrivateAuthorityByTheJvmsTrustStore() {
        setSystemProperty("javax.net.ssl.trustStore", trustStore.toString());
        setSystemProperty("javax.net.ssl.trustStorePassword", Certificates.PASSWORD);
        startReady();
        assertThat(tuya.log().pagesServed()).isPositive();
    }

    @Test
    void refusesAnAuthorityThatItDoesNotKnow() {
        start();
        assertTells("unable to find valid certification path", "camel.ssl.trustStore");
    }

    @Test
    void refusesACertificateForAnotherHost() {
        startTuya(strangersKeyStore);
        start(trusting());
        assertTells("Certificate for <127.0.0.1> doesn't match", "check tuya.base-url");
    }

    /** Kept connections are gone with the server; the next one meets the other certificate. */
    @Test
    void aCertificateThatIsWrongForAMomentIsTheSameOnARunningStreamAndProbedEveryMinute() throws IOException {
        int port = tuya.baseUrl().getPort();
        startReady(trusting().with("tickets.poll-period", "500ms"));
        startTuya(TuyaSimulator.builder()
                .tls(Certificates.serverContext(strangersKeyStore))
                .port(port));

        awaitHealth(NO_TLS, "Certificate for <127.0.0.1> doesn't match", "check tuya.base-url");
        long next = new ObjectMapper()
                .readTree(stream.get("/observe/status").body())
                .at("/health/next_attempt")
                .asLong();
        assertThat(Instant.ofEpochMilli(next))
                .isBetween(Instant.now().plusSeconds(20), Instant.now().plusSeconds(60));
        assertThat(tuya.log().requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "camel.ssl.trustAllCertificates, true",
        "camel.component.https.x509HostnameVerifier, #class:org.apache.hc.client5.http.ssl.NoopHostnameVerifier"
    })
    void refusesToTurnVerificationOff(String key, String value) {
        StreamInJvm stream = trusting().with(key, value);
        SettingException refused = ObjectHelper.getException(SettingException.class, catchThrowable(stream::start));

        assertThat(refused).hasMessageStartingWith(key + ": is not allowed").hasMessageContaining("verified");
    }

    private StreamInJvm trusting() {
        return stream()
                .with("camel.ssl.enabled", "true")
                .with("camel.ssl.trustStore", "file:" + trustStore)
                .with("camel.ssl.trustStorePassword", Certificates.PASSWORD);
    }

    private void assertTells(String... parts) {
        awaitHealth(NO_TLS);
        awaitHealth(parts);
        assertThat(tuya.log().requests()).isEmpty();
    }
}
