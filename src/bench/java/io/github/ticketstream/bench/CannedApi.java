package io.github.ticketstream.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;

/**
 * The API as far as a client in good order sees it, cheap enough to leave the cores to the contestants: a token, and pages of
 * {@link CannedTickets}. It checks neither signatures nor tokens; the simulator of the other tests does.
 */
final class CannedApi implements AutoCloseable {
    private static final byte[] TOKEN =
            ("{\"result\":{\"access_token\":\"bench-token\",\"expire_time\":7200,\"refresh_token\":\"bench-refresh\","
                            + "\"uid\":\"bench\"},\"t\":1,\"success\":true,\"tid\":\"bench\"}")
                    .getBytes(StandardCharsets.UTF_8);

    /**
     * The requests of one contestant.
     *
     * @param requests all of them, when they arrived
     * @param tokens requests for a token, when they arrived
     * @param walks requests for page 1, when they arrived
     */
    record Seen(Moments requests, Moments tokens, Moments walks) {
        Seen() {
            this(new Moments(), new Moments(), new Moments());
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private volatile CannedTickets tickets = new CannedTickets(0);
    private volatile Seen seen = new Seen();

    CannedApi() {
        this.server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Serves this list from now on, and returns the requests that it sees. */
    Seen serve(CannedTickets next) {
        tickets = next;
        seen = new Seen();
        return seen;
    }

    private void answer(HttpServerRequest request) {
        long arrived = System.nanoTime();
        seen.requests().add(arrived);
        byte[] reply = TOKEN;
        if (request.path().equals("/v1.0/token")) {
            seen.tokens().add(arrived);
        } else {
            int number = Integer.parseInt(request.getParam("page_no"));
            if (number == 1) {
                seen.walks().add(arrived);
            }
            reply = tickets.page(number, Integer.parseInt(request.getParam("page_size")));
        }
        // Nobody waits for the last byte of a reply.
        var unused = request.response().end(Buffer.buffer(reply));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
