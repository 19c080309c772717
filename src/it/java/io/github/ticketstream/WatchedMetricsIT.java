package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.packaging.PrometheusQueries;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alerts and the board ask for what the program really shows: its metrics, their labels and values. */
class WatchedMetricsIT extends StreamIT {
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
