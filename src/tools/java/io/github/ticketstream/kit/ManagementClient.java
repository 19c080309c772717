package io.github.ticketstream.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks the program's management server. It uses HTTP/1.1, as browsers and Prometheus do: by default the JDK's client
 * asks for HTTP/2, and once waited for ever for a reply that had come.
 */
public final class ManagementClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ManagementClient() {}

    public static HttpResponse<String> get(URI address) {
        return send(HttpRequest.newBuilder(address));
    }

    /** @throws UncheckedIOException if nobody answers */
    public static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
