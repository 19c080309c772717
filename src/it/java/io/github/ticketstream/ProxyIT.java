package io.github.ticketstream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLConnection;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.Certificates;
import io.github.ticketstream.kit.HttpProxy;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real proxy on the way to Tuya, which alone knows the API's name. */
@Tag("proof")
final class ProxyIT extends StreamIT {
    private static final String PREFIX = "/tuya/eu";
    private static final String HOST = "localhost.tuya.invalid";

    @TempDir
    private Path directory;

    private HttpProxy proxy;

    @BeforeEach
    void startProxy() {
        tuya.tickets().addGenerated(5, 1);
        proxy = closing(new HttpProxy(tuya.baseUrl().getPort()));
    }

    @Test
    void plainHttpIsSignedByItsPathThoughTheProxyGetsTheWholeAddress() {
        startReady(stream()
                .with("tuya.base-url", "http://" + HOST)
                .with("camel.component.http.proxy-host", "127.0.0.1")
                .with("camel.component.http.proxy-port", Integer.toString(proxy.port())));
        assertThat(proxy.asked())
                .anyMatch(line -> line.startsWith("GET http://" + HOST + "/v1.0/iot-01/ticket/feedbacks?"));
        assertThat(tuya.log().count("code 1004")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"environment", "camel"})
    void httpsGoesThroughATunnelToANameThatOnlyTheProxyKnows(String saidBy) {
        Certificates certificates = new Certificates(directory);
        startTuya(TuyaSimulator.builder()
                .tls(Certificates.serverContext(certificates.keyStore("api", "dns:" + HOST))));
        proxy = closing(new HttpProxy(tuya.baseUrl().getPort()));
        startReady(stream()
                .with("tuya.base-url", "https://" + HOST)
                .withEnvironment(proxy(saidBy))
                .with("camel.ssl.enabled", "true")
                .with("camel.ssl.trustStore", "file:" + certificates.trustStore())
                .with("camel.ssl.trustStorePassword", Certificates.PASSWORD));
        assertThat(proxy.asked()).isNotEmpty().allMatch(line -> line.equals("CONNECT " + HOST + ":443 HTTP/1.1"));
        // Nothing of ours is said to the proxy.
        assertThat(proxy.heads()).noneMatch(head -> head.contains("sign") || head.contains("access_token"));
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
        setSystemProperty("http.proxyHost", "127.0.0.1");
        setSystemProperty("http.proxyPort", Integer.toString(proxy.port()));
        startReady("tuya.base-url", "http://" + HOST);
        assertThat(proxy.asked()).isNotEmpty();
    }

    @Test
    void aHostThatNoProxyNamesIsReachedDirectly() {
        startReady(stream()
                .withEnvironment(
                        Map.of("HTTP_PROXY", "http://127.0.0.1:" + proxy.port(), "NO_PROXY", "example.com, 127.0.0.1")));
        assertThat(proxy.asked()).isEmpty();
    }

    /** The gateway takes its own prefix away; what it leaves is what Tuya sees, and what was signed. */
    @Test
    void aPrefixThatAGatewayTakesAwayIsNotSigned() throws IOException {
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        closing(() -> gateway.stop(0));
        gateway.createContext(PREFIX, this::forward);
        gateway.start();
        startReady("tuya.base-url", "http://127.0.0.1:" + gateway.getAddress().getPort() + PREFIX);
        assertThat(tuya.log().count("code 1004")).isZero();
    }

    private void forward(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestURI().toString().substring(PREFIX.length());
        URLConnection call = URI.create(tuya.baseUrl() + target).toURL().openConnection();
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Accept-Encoding")) {
                values.forEach(value -> call.addRequestProperty(name, value));
            }
        });
        try (exchange) {
            byte[] reply = call.getInputStream().readAllBytes();
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }
}
