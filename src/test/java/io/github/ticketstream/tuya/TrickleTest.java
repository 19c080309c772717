package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reply that never pauses for long and never ends: the socket's own time-out does not see it. */
@Timeout(60)
final class TrickleTest {
    private static final String TOKEN =
            "{\"success\":true,\"result\":{\"access_token\":\"token-1\",\"expire_time\":7200}}";
    private static final String PAGE = "{\"success\":true,\"result\":{\"list\":[],\"total\":0,\"has_more\":false}}";

    private final AtomicInteger pageCalls = new AtomicInteger();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final TuyaSimulator credentials = TuyaSimulator.start();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1.0/token", exchange -> send(exchange, TOKEN));
        server.createContext("/v1.0/iot-01", this::pageOrTrickle);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        stopping.countDown();
        server.stop(0);
        threads.shutdownNow();
        credentials.close();
    }

    private void pageOrTrickle(HttpExchange exchange) throws IOException {
        if (pageCalls.incrementAndGet() > 1) {
            send(exchange, PAGE);
            return;
        }
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        while (!isStopping()) {
            out.write(' ');
            out.flush();
        }
    }

    /** Waits, too. */
    private boolean isStopping() {
        try {
            return stopping.await(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void send(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void aReplyThatTricklesIsGivenUpAfterTheResponseTimeout() {
        String baseUrl = "tuya.base-url=http://127.0.0.1:" + server.getAddress().getPort();
        try (ConnectedTuya tuya = ConnectedTuya.to(credentials, baseUrl, "tuya.response-timeout=700ms")) {
            long start = System.nanoTime();

            Page page = tuya.firstPage();

            assertThat(page.total()).isZero();
            assertThat(pageCalls).hasValue(2);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(1_200), Duration.ofSeconds(10));
        }
    }
}
