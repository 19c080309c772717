package io.github.ticketstream.ops;

import io.vertx.core.Handler;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.commons.codec.binary.Base64;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Serves the page at {@code /} of the management port, and its data at {@code /observe/status}. Nobody can change
 * anything there.
 */
public final class StatusView {
    private final CamelContext camel;
    private final StatusReport report;
    private final String style = resource("status.css");
    private final String script = resource("charts.js") + resource("status.js");

    public StatusView(CamelContext camel, StatusReport report) {
        this.camel = camel;
        this.report = report;
    }

    /**
     * Adds page and status to the management server, if there is one.
     *
     * @param port the server's; Camel names the router after it
     */
    public void serve(int port) {
        Router router = camel.getRegistry().lookupByNameAndType("platform-http-router-" + port, Router.class);
        if (router == null) {
            return;
        }
        router.route().order(-1).handler(StatusView::answerAnyone);
        serveHealth(router, "/observe/health", HealthCheckHelper::invoke);
        serveHealth(router, "/observe/health/ready", HealthCheckHelper::invokeReadiness);
        serveHealth(router, "/observe/health/live", HealthCheckHelper::invokeLiveness);
        String page = resource("status.html").replace("/*style*/", style).replace("/*script*/", script);
        router.get("/").handler(request -> html(request).end(page));
        // Health checks may wait for Kafka.
        router.get("/observe/status")
                .blockingHandler(
                        request ->
                                json(request).end(Buffer.buffer(report.json(HealthCheckHelper.invokeReadiness(camel)))),
                        false);
    }

    /**
     * Answers every {@code Accept} header: Camel's own handlers would refuse a scraper that accepts their type and no
     * other. The server makes the answer to a HEAD from the answer to a GET.
     */
    private static void answerAnyone(RoutingContext request) {
        request.parsedHeaders().accept().clear();
        if (request.request().method().equals(HttpMethod.HEAD)) {
            request.reroute(HttpMethod.GET, request.request().uri());
        } else {
            request.next();
        }
    }

    /**
     * Answers where Camel does, which escapes each message twice, so that nobody could copy a key or an address from it.
     */
    private void serveHealth(
            Router router, String path, Function<CamelContext, Collection<HealthCheck.Result>> checks) {
        if (router.getRoutes().stream().noneMatch(route -> path.equals(route.getPath()))) {
            return;
        }
        Handler<RoutingContext> answer = request -> {
            Collection<HealthCheck.Result> results = checks.apply(camel);
            boolean isUp = HealthCheckHelper.isResultsUp(results, path.endsWith("/ready"));
            JsonArray said = new JsonArray();
            for (HealthCheck.Result result : results) {
                JsonObject check = new JsonObject()
                        .put("name", result.getCheck().getId())
                        .put("status", result.getState().name());
                result.getMessage().ifPresent(message -> check.put("message", message));
                said.add(check);
            }
            JsonObject json =
                    new JsonObject().put("status", isUp ? "UP" : "DOWN").put("checks", said);
            json(request).setStatusCode(isUp ? 200 : 503).end(json.toBuffer());
        };
        router.get(path).order(-1).blockingHandler(answer, false);
    }

    /** Options of the management server: few threads, and nothing unpacked under the temporary directory. */
    public static VertxOptions serverOptions() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
    }

    /** The page is one file, loads nothing but the status, runs no script but its own, and can't be framed. */
    private HttpServerResponse html(RoutingContext request) {
        String policy = "default-src 'none'; connect-src 'self'; img-src data:; style-src '" + hash(style)
                + "'; script-src '" + hash(script)
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return request.response()
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", policy)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-cache");
    }

    private static HttpServerResponse json(RoutingContext request) {
        return request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-store");
    }

    private static String hash(String text) {
        return "sha256-" + Base64.encodeBase64String(DigestUtils.sha256(text));
    }

    private static String resource(String name) {
        try (InputStream resource = StatusView.class.getResourceAsStream("/status/" + name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
