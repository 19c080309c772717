package io.github.ticketstream;

import io.github.ticketstream.packaging.PrometheusQueries;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.ManagementClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The management port shows how the stream is, and nothing there changes anything; the alerts and the board ask for what it really shows. */
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
            "/observe/jolokia",
            "/observe/upload",
            "/observe/send",
            "/observe/health/stop",
            "/q",
            "/q/upload/route.yaml",
            "/q/send",
            "/dev",
            "/health");

    @Test
    void nothingThereChangesAnything() {
        tuya.tickets().add("T1", 1_000);
        // Ready for three periods: as long as all of this takes, also on a slow machine.
        startReady("tickets.poll-period", "5s");
        for (String path : SHOWN) {
            assertThat(status("GET", path)).as("GET %s", path).isEqualTo(200);
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
                assertThat(status(method, path))
                        .as("%s %s", method, path)
                        .isEqualTo(405);
            }
        }
        for (String path : NOT_THERE) {
            for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
                assertThat(status(method, path))
                        .as("%s %s", method, path)
                        .isEqualTo(404);
            }
        }

        await().until(() -> completeSweeps() >= 2);
        awaitReady();
    }

    /** Prometheus of several ages, its other formats, probes, browsers, and who says nothing. */
    private static final List<String> ACCEPTED = List.of(
            "",
            "*/*",
            "text/plain; version=0.0.4",
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
            "text/plain",
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            "application/json",
            "a/b;q=x, ,;");

    @Test
    void whateverAnAgentSaysThatItAcceptsItIsAnswered() {
        tuya.tickets().add("T1", 1_000);
        startReady("tickets.poll-period", "1h");
        for (String path : SHOWN) {
            String type = path.equals("/") ? "text/html" : "application/json";
            for (String accept : ACCEPTED) {
                for (String method : List.of("GET", "HEAD")) {
                    HttpRequest.Builder request =
                            HttpRequest.newBuilder(stream.address(path)).method(method, HttpRequest.BodyPublishers.noBody());
                    if (!accept.isEmpty()) {
                        request.header("Accept", accept);
                    }
                    HttpResponse<String> answer = ManagementClient.send(request);

                    assertThat(answer.statusCode()).as("%s %s for %s", method, path, accept).isEqualTo(200);
                    assertThat(answer.body().isEmpty()).isEqualTo(method.equals("HEAD"));
                    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                            .startsWith(
                                    !path.endsWith("/metrics")
                                            ? type
                                            : accept.startsWith("application/openmetrics-text")
                                                    ? "application/openmetrics-text"
                                                    : "text/plain; version=0.0.4");
                }
            }
        }
        assertThat(status("HEAD", "/q/dev")).isEqualTo(404);
    }

    @Test
    void whatHealthSaysCanBeCopied() {
        startReady();
        write(stream.stateTopic(), "stream/owner", "1:\"Größe\"");

        for (String which : List.of("", "/ready")) {
            await().untilAsserted(() -> {
                HttpResponse<String> answer = stream.get("/observe/health" + which);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(new ObjectMapper()
                                .readTree(answer.body())
                                .path("checks")
                                .findValuesAsText("message"))
                        .anySatisfy(message ->
                                assertThat(message).contains("\"Größe\"").endsWith(" under the key stream/owner"));
            });
        }
        assertThat(stream.get("/observe/health/live").statusCode()).isEqualTo(200);
    }

    private int status(String method, String path) {
        return ManagementClient.send(HttpRequest.newBuilder(stream.address(path))
                        .method(method, HttpRequest.BodyPublishers.ofString("{}")))
                .statusCode();
    }

    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? .*");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z_]+)=\"([^\"]*)\"");

    @Test
    void everyMetricLabelAndValueAskedForIsShown() throws IOException {
        tuya.tickets().addGenerated(2, 1);
        startReady("tuya.calls-per-month", "1000000");
        Map<String, Map<String, Set<String>>> shown =
                metrics(stream.get("/observe/metrics").body());

        Map<String, Map<String, Set<String>>> asked = PrometheusQueries.metrics();
        assertThat(asked).hasSizeGreaterThan(15);
        assertThat(shown.keySet()).containsAll(asked.keySet());
        asked.forEach((metric, labels) -> labels.forEach(
                (label, values) -> assertThat(shown.get(metric).get(label))
                        .as("%s{%s}", metric, label)
                        .containsAll(values)));

        Set<String> labels = new TreeSet<>();
        shown.values().forEach(metric -> labels.addAll(metric.keySet()));
        assertThat(labels).containsAll(PrometheusQueries.groupings());
    }

    private static Map<String, Map<String, Set<String>>> metrics(String page) {
        Map<String, Map<String, Set<String>>> metrics = new TreeMap<>();
        page.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
            Map<String, Set<String>> labels = metrics.computeIfAbsent(sample.group(1), name -> new TreeMap<>());
            Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
            while (label.find()) {
                labels.computeIfAbsent(label.group(1), name -> new TreeSet<>()).add(label.group(2));
            }
        });
        return metrics;
    }
}
