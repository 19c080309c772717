package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replies that never end, though they never pause for long: the socket's own time-out does not see it. And heads that say what
 * only the program itself has to say.
 */
@Timeout(60)
final class OddRepliesTest {
    private static final String BODY =
            "{\"success\":true,\"result\":{\"access_token\":\"token-1\",\"expire_time\":7200,\"list\":[],\"total\":0,\"has_more\":false}}";

    private final TuyaSimulator credentials = TuyaSimulator.start();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private ServerSocket server;
    private volatile String headerLines = "";
    private volatile String endless = "";

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    threads.execute(() -> serve(client));
                } catch (IOException e) {
                    return; // Closed.
                }
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        stopping.countDown();
        server.close();
        threads.shutdownNow();
        credentials.close();
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            while (readHead(in)) {
                if (!endless.isEmpty()) {
                    trickle(out);
                    return;
                }
                out.write(bytes(
                        "HTTP/1.1 200 OK\r\n" + headerLines + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY));
            }
        } catch (IOException e) {
            // The client has hung up.
        }
    }

    private void trickle(OutputStream out) throws IOException {
        if (!endless.startsWith("HTTP/1.1")) {
            out.write(bytes("HTTP/1.1 200 OK\r\n" + (endless.isBlank() ? "Content-Length: 1000000\r\n\r\n" : "")));
        }
        try {
            while (!stopping.await(20, TimeUnit.MILLISECONDS)) {
                out.write(bytes(endless));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean readHead(InputStream in) throws IOException {
        int inARow = 0;
        while (inARow < 4) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            inARow = next == '\r' || next == '\n' ? inARow + 1 : 0;
        }
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Page: 1/3\r\n", "retries: 99\r\n", "CamelHttpResponseCode: 500\r\n"})
    void whatAHeadSaysDoesNotMeetWhatTheProgramSays(String line) {
        headerLines = line;
        try (ConnectedTuya tuya = connect("30s")) {
            assertThat(tuya.firstPage().number()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-More: 1\r\n", "HTTP/1.1 102 Processing\r\n\r\n", " "})
    void aHeadOrABodyThatTricklesIsGivenUpAfterTheResponseTimeout(String more) throws Throwable {
        endless = more;
        try (ConnectedTuya tuya = connect("700ms")) {
            long start = System.nanoTime();

            Throwable thrown = catchThrowable(tuya::askForTokenOnce);

            assertThat(TuyaException.of(thrown))
                    .hasMessageContaining("the reply did not end within tuya.response-timeout");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(700));
        }
    }

    static Stream<Arguments> longHeads() {
        String[] lines =
                IntStream.range(0, 1_000).mapToObj(i -> "X-" + i + ": 1\r\n").toArray(String[]::new);
        return Stream.of(
                arguments("Maximum header count exceeded", String.join("", lines)),
                arguments("Maximum line length limit exceeded", "X-Long: " + "x".repeat(1 << 20) + "\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("longHeads")
    void aHeadOfManyLinesOrOfALongOneIsRefused(String reason, String lines) {
        headerLines = lines;
        try (ConnectedTuya tuya = connect("30s")) {
            Throwable thrown = catchThrowable(tuya::askForTokenOnce);

            assertThat(TuyaException.of(thrown)).hasMessageContaining(reason);
        }
    }

    private ConnectedTuya connect(String timeout) {
        return ConnectedTuya.to(
                credentials,
                "tuya.base-url=http://127.0.0.1:" + server.getLocalPort(),
                "tuya.response-timeout=" + timeout);
    }
}
