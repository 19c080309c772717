package io.github.ticketstream.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** What a recipe delivers to, in its place: keeps all requests, one at a time, and answers as the test says. */
final class StandIn implements AutoCloseable {
    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    /** In the words of the assertions that found them. */
    private final List<String> mistakes = new CopyOnWriteArrayList<>();

    StandIn(Function<Request, Answer> answers) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> answer(exchange, answers));
        server.start();
    }

    private void answer(HttpExchange exchange, Function<Request, Answer> answers) throws IOException {
        try (exchange) {
            Request request = new Request(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Answer answer;
            try {
                answer = answers.apply(request);
            } catch (RuntimeException | AssertionError e) {
                mistakes.add(e.toString());
                answer = Answer.of(500, "");
            }
            requests.add(request);
            byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer.headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** All that have been answered, in their order. */
    List<Request> requests() {
        return List.copyOf(requests);
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** A test has failed if a request was not as its answers asserted. */
    @Override
    public void close() {
        server.stop(0);
        assertThat(mistakes).as("what was wrong with requests").isEmpty();
    }

    /** @param line method, path and query as they were sent */
    record Request(String line, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }
    }

    record Answer(int status, Map<String, String> headers, String body) {
        static Answer of(int status, String body) {
            return new Answer(status, Map.of(), body);
        }
    }
}
