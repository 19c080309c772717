package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.ticketstream.kit.Pages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The operator's alerts: valid, each shown firing and not firing, each on the page for operators with what to do. */
class AlertsTest {
    private static final Path TESTS = Path.of("src/test/config/alerts-test.yml");
    private static final Pattern TOLD =
            Pattern.compile("(?m)^\\| `(T[A-Za-z]+)` \\| (critical|warning) \\|.*\\|.*\\|$");

    @Test
    void prometheusAcceptsItsFiles() {
        PrometheusQueries.promtoolAccepts("check", "config", "config/prometheus.yml");
    }

    @Test
    void theAlertsFireWhenTheyShallAndOnlyThen() {
        PrometheusQueries.promtoolAccepts("test", "rules", TESTS.toString());
    }

    @Test
    void eachAlertIsShownFiringAndNotFiring() throws IOException {
        Set<String> firing = new TreeSet<>();
        Set<String> quiet = new TreeSet<>();
        for (JsonNode check : yaml(TESTS).findValues("promql_expr_test")) {
            check.forEach(expected -> {
                Matcher alert = Pattern.compile("alertname=\"(\\w+)\"")
                        .matcher(expected.path("expr").asText());
                assertThat(alert.find()).isTrue();
                (expected.path("exp_samples").isEmpty() ? quiet : firing).add(alert.group(1));
            });
        }

        Set<String> all = new TreeSet<>(yaml(PrometheusQueries.ALERTS).findValuesAsText("alert"));
        assertThat(all).isNotEmpty();
        assertThat(firing).isEqualTo(all);
        assertThat(quiet).isEqualTo(all);
    }

    @Test
    void thePageForOperatorsTellsEachAlertWithItsSeverity() throws IOException {
        List<String> told = new ArrayList<>();
        Matcher row = TOLD.matcher(String.join("\n", Pages.lines(Path.of("src/site/markdown/operating.md"))));
        while (row.find()) {
            told.add(row.group(1) + " " + row.group(2));
        }

        List<String> alerts = new ArrayList<>();
        for (JsonNode rules : yaml(PrometheusQueries.ALERTS).findValues("rules")) {
            rules.forEach(rule -> alerts.add(rule.path("alert").asText() + " "
                    + rule.path("labels").path("severity").asText()));
        }
        alerts.removeIf(alert -> alert.startsWith(" "));
        assertThat(told).containsExactlyInAnyOrderElementsOf(alerts);
    }

    private static JsonNode yaml(Path file) throws IOException {
        return new YAMLMapper().readTree(file.toFile());
    }
}
