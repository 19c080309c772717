package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What travels beside the query, seen by a server that keeps the headers of a token call and of a page call. */
@Timeout(30)
final class RequestHeadersTest {
    private static final String TOKEN_REPLY =
            "{\"success\":true,\"result\":{\"access_token\":\"token-1\",\"expire_time\":7200}}";
    private static final String PAGE_REPLY =
            "{\"success\":true,\"result\":{\"page_no\":1,\"list\":[],\"total\":0,\"has_more\":false}}";

    private final List<Headers> seen = new CopyOnWriteArrayList<>();
    private final TuyaSimulator credentials = TuyaSimulator.start();
    private HttpServer server;

    @BeforeEach
    void fetchAPage() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        String baseUrl = "tuya.base-url=http://127.0.0.1:" + server.getAddress().getPort();
        try (ConnectedTuya tuya = ConnectedTuya.to(credentials, baseUrl)) {
            tuya.firstPage();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        seen.add(exchange.getRequestHeaders());
        String reply = exchange.getRequestURI().getPath().equals("/v1.0/token") ? TOKEN_REPLY : PAGE_REPLY;
        byte[] body = reply.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        credentials.close();
    }

    @Test
    void eachCallIsSignedAndThePageCallCarriesTheTokenToo() {
        Set<String> signed = Set.of(
                "Client_id",
                "T",
                "Nonce",
                "Sign_method",
                "Sign",
                "Lang",
                "Accept-encoding",
                "Host",
                "Connection",
                "User-agent");

        assertThat(seen.get(0).keySet()).isEqualTo(signed);
        assertThat(seen.get(1).keySet()).hasSize(11).containsAll(signed);
        assertThat(seen.get(1).getFirst("access_token")).isEqualTo("token-1");
        assertThat(seen).extracting(headers -> headers.getFirst("nonce")).doesNotHaveDuplicates();
        assertThat(seen).allSatisfy(headers -> {
            assertThat(headers.getFirst("sign_method")).isEqualTo("HMAC-SHA256");
            assertThat(headers.getFirst("sign")).matches("[0-9A-F]{64}");
            assertThat(headers.getFirst("Accept-Encoding")).contains("gzip");
        });
    }
}
