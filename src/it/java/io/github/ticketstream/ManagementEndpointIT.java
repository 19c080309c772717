package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.ManagementClient;
import io.github.ticketstream.kit.StreamInJvm;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The management port shows how the stream is, and nothing there changes anything. */
class ManagementEndpointIT extends StreamIT {
    private static final List<String> SHOWN = List.of(
            "/",
            "/observe/status",
            "/observe/health",
            "/observe/health/live",
            "/observe/health/ready",
            "/observe/metrics");
    private static final List<String> NOT_THERE = List.of(
            "/observe",
            "/observe/info",
            "/observe/jolokia",
            "/observe/dev",
            "/observe/download",
            "/observe/upload",
            "/observe/send",
            "/observe/health/stop",
            "/q",
            "/q/dev",
            "/q/health",
            "/q/upload/route.yaml",
            "/q/send",
            "/jolokia",
            "/dev",
            "/health");

    @Test
    void nothingThereChangesAnything() throws Exception {
        tuya.tickets().add("T1", 1_000);
        try (StreamInJvm stream = stream().start()) {
            awaitReady(stream);

            for (String path : SHOWN) {
                assertThat(status(stream, "GET", path)).as("GET %s", path).isEqualTo(200);
                for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
                    assertThat(status(stream, method, path))
                            .as("%s %s", method, path)
                            .isEqualTo(405);
                }
            }
            for (String path : NOT_THERE) {
                for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
                    assertThat(status(stream, method, path))
                            .as("%s %s", method, path)
                            .isEqualTo(404);
                }
            }

            awaitNextSweep(stream);
            assertThat(stream.isReady()).isTrue();
        }
    }

    private static int status(StreamInJvm stream, String method, String path) {
        return ManagementClient.send(HttpRequest.newBuilder(stream.address(path))
                        .method(method, HttpRequest.BodyPublishers.ofString("{}")))
                .statusCode();
    }
}
