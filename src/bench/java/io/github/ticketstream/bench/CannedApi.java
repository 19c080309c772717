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
     * What is served from now on.
     *
     * @param latencyMillis between the request and its reply
     * @param beforeWalk is run on the API's thread before each page 1
     */
    record Serving(CannedTickets tickets, int latencyMillis, Runnable beforeWalk, ApiLog log) {}

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private volatile Serving serving = new Serving(new CannedTickets(0), 0, () -> {}, new ApiLog());

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

    void serve(Serving next) {
        serving = next;
    }

    private void answer(HttpServerRequest request) {
        long arrived = System.nanoTime();
        Serving now = serving;
        now.log().requests().add(arrived);
        if (request.path().equals("/v1.0/token")) {
            now.log().tokens().add(arrived);
            request.response().end(Buffer.buffer(TOKEN));
            return;
        }
        int number = Integer.parseInt(request.getParam("page_no"));
        if (number == 1) {
            now.log().walks().add(arrived);
            now.beforeWalk().run();
        }
        if (now.latencyMillis() == 0) {
            reply(request, now, number);
        } else {
            vertx.setTimer(now.latencyMillis(), timer -> reply(request, now, number));
        }
    }

    private static void reply(HttpServerRequest request, Serving now, int number) {
        int pageSize = Integer.parseInt(request.getParam("page_size"));
        byte[] page = now.tickets().page(number, pageSize);
        boolean isLast = number >= now.tickets().pages(pageSize);
        request.response().end(Buffer.buffer(page)).onSuccess(written -> {
            if (isLast) {
                now.log().walkEnds().add(System.nanoTime());
            }
        });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
