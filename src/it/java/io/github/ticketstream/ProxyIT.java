package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.Certificates;
import io.github.ticketstream.kit.HttpProxy;
import io.github.ticketstream.kit.StreamInJvm;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real proxy on the way to Tuya, which alone knows the API's name. */
@Tag("proof")
final class ProxyIT extends StreamIT {
    private static final String HOST = "localhost.tuya.invalid";

    @TempDir
    private Path directory;

    private HttpProxy proxy;

    @BeforeEach
    void startProxy() {
        tuya.tickets().addGenerated(5, 1);
        proxy = new HttpProxy(tuya.baseUrl().getPort());
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
    }

    @Test
    void plainHttpIsSignedByItsPathThoughTheProxyGetsTheWholeAddress() {
        try (StreamInJvm stream = stream()
                .with("tuya.base-url", "http://" + HOST)
                .with("camel.component.http.proxy-host", "127.0.0.1")
                .with("camel.component.http.proxy-port", Integer.toString(proxy.port()))
                .start()) {
            awaitReady(stream);

            assertThat(proxy.asked())
                    .anyMatch(line -> line.startsWith("GET http://" + HOST + "/v1.0/iot-01/ticket/feedbacks?"));
            assertThat(tuya.log().count("code 1004")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"environment", "camel"})
    void httpsGoesThroughATunnelToANameThatOnlyTheProxyKnows(String saidBy) {
        Certificates certificates = new Certificates(directory);
        proxy.close();
        tuya.close();
        tuya = TuyaSimulator.builder()
                .tls(Certificates.serverContext(certificates.keyStore("api", "dns:" + HOST)))
                .start();
        proxy = new HttpProxy(tuya.baseUrl().getPort());
        try (StreamInJvm stream = stream()
                .with("tuya.base-url", "https://" + HOST)
                .withEnvironment(proxy(saidBy))
                .with("camel.ssl.enabled", "true")
                .with("camel.ssl.trustStore", "file:" + certificates.trustStore())
                .with("camel.ssl.trustStorePassword", Certificates.PASSWORD)
                .start()) {
            awaitReady(stream);

            assertThat(proxy.asked()).isNotEmpty().allMatch(line -> line.equals("CONNECT " + HOST + ":443 HTTP/1.1"));
            // Nothing of ours is said to the proxy.
            assertThat(proxy.heads()).noneMatch(head -> head.contains("sign") || head.contains("access_token"));
        }
    }

    private Map<String, String> proxy(String saidBy) {
        return saidBy.equals("environment")
                ? Map.of("HTTPS_PROXY", "http://user:pass-of-the-proxy@127.0.0.1:" + proxy.port())
                : Map.of(
                        "CAMEL_COMPONENT_HTTPS_PROXY_HOST", "127.0.0.1",
                        "CAMEL_COMPONENT_HTTPS_PROXY_PORT", Integer.toString(proxy.port()),
                        "CAMEL_COMPONENT_HTTPS_PROXY_AUTH_USERNAME", "user",
                        "CAMEL_COMPONENT_HTTPS_PROXY_AUTH_PASSWORD", "pass-of-the-proxy");
    }

    @Test
    void whatTheJvmWasToldCountsToo() {
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", Integer.toString(proxy.port()));
        try (StreamInJvm stream =
                stream().with("tuya.base-url", "http://" + HOST).start()) {
            awaitReady(stream);

            assertThat(proxy.asked()).isNotEmpty();
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
        }
    }

    @Test
    void aHostThatNoProxyNamesIsReachedDirectly() {
        try (StreamInJvm stream = stream()
                .withEnvironment(
                        Map.of("HTTP_PROXY", "http://127.0.0.1:" + proxy.port(), "NO_PROXY", "example.com, 127.0.0.1"))
                .start()) {
            awaitReady(stream);

            assertThat(proxy.asked()).isEmpty();
        }
    }

    /** The gateway takes its own prefix away; what it leaves is what Tuya sees, and what was signed. */
    @Test
    void aPrefixThatAGatewayTakesAwayIsNotSigned() {
        try (Gateway gateway = new Gateway("/tuya/eu", tuya.baseUrl());
                StreamInJvm stream =
                        stream().with("tuya.base-url", gateway.address()).start()) {
            awaitReady(stream);

            assertThat(tuya.log().count("code 1004")).isZero();
        }
    }
}
