package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replies that never end, though they never pause for long: the socket's own time-out does not see it. And heads that say what
 * only the program itself has to say.
 */
@Timeout(60)
final class OddRepliesTest {
    private static final byte[] PAGE =
            bytes("{\"success\":true,\"result\":{\"page_no\":1,\"list\":[],\"total\":0,\"has_more\":false}}");

    @AutoClose
    private final TuyaSimulator simulator = TuyaSimulator.start();

    private void answerWith(Map<String, String> headers) {
        simulator.quirks().gzip(false);
        simulator.faults().always(Calls.feedbacks(), Fault.bytes(200, headers, PAGE));
    }

    @ParameterizedTest
    @CsvSource({"Page, 1/3", "retries, 99", "CamelHttpResponseCode, 500"})
    void whatAHeadSaysDoesNotMeetWhatTheProgramSays(String name, String value) {
        answerWith(Map.of(name, value));
        try (ConnectedTuya tuya = ConnectedTuya.to(simulator)) {
            assertThat(tuya.firstPage().number()).isEqualTo(1);
        }
        assertThat(simulator.log().requests()).as("the token, and one page").hasSize(2);
    }

    static List<Arguments> longHeads() {
        Map<String, String> many = IntStream.range(0, 1_000)
                .mapToObj(i -> "X-" + i)
                .collect(Collectors.toMap(Function.identity(), x -> "1"));
        return List.of(
                arguments("Maximum header count exceeded", many),
                arguments("Maximum line length limit exceeded", Map.of("X-Long", "x".repeat(1 << 20))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("longHeads")
    void aHeadOfManyLinesOrOfALongOneIsRefused(String reason, Map<String, String> headers) {
        answerWith(headers);
        try (ConnectedTuya tuya = ConnectedTuya.to(simulator)) {
            Throwable thrown = catchThrowable(tuya::askOnce);

            assertThat(TuyaException.of(thrown)).hasMessageContaining(reason);
        }
    }

    static List<Arguments> endlessReplies() {
        return List.of(
                arguments("HTTP/1.1 200 OK\r\n", "X-More: 1\r\n"),
                arguments("", "HTTP/1.1 102 Processing\r\n\r\n"),
                arguments("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", " "));
    }

    @ParameterizedTest
    @MethodSource("endlessReplies")
    void aHeadOrABodyThatTricklesIsGivenUpAfterTheResponseTimeout(String begin, String more) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ConnectedTuya tuya = ConnectedTuya.to(
                        simulator,
                        "tuya.base-url=http://127.0.0.1:" + server.getLocalPort(),
                        "tuya.response-timeout=700ms")) {
            new Thread(() -> trickle(server, begin, more), "trickle").start();
            long start = System.nanoTime();

            Throwable thrown = catchThrowable(tuya::askForTokenOnce);

            assertThat(TuyaException.of(thrown))
                    .hasMessageContaining("the reply did not end within tuya.response-timeout");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(700));
        }
    }

    /** Until the client hangs up. */
    private static void trickle(ServerSocket server, String begin, String more) {
        try (Socket client = server.accept()) {
            client.getInputStream().read();
            OutputStream out = client.getOutputStream();
            out.write(bytes(begin));
            while (!server.isClosed()) {
                out.write(bytes(more));
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            // It has hung up.
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
