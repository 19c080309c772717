package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
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
    private static final Path ALERTS = Path.of("config/alerts.yml");
    private static final Path TESTS = Path.of("src/test/config/alerts-test.yml");
    private static final Pattern TOLD =
            Pattern.compile("(?m)^\\| `(T[A-Za-z]+)` \\| (critical|warning) \\|.*\\|.*\\|$");

    @Test
    void prometheusAcceptsItsFiles() {
        Promtool.accepts("check", "config", "config/prometheus.yml");
    }

    @Test
    void theAlertsFireWhenTheyShallAndOnlyThen() {
        Promtool.accepts("test", "rules", TESTS.toString());
    }

    @Test
    void eachAlertIsShownFiringAndNotFiring() throws IOException {
        Set<String> firing = new TreeSet<>();
        Set<String> quiet = new TreeSet<>();
        for (JsonNode test : yaml(TESTS).path("tests")) {
            for (JsonNode check : test.path("promql_expr_test")) {
                Matcher alert = Pattern.compile("alertname=\"(\\w+)\"")
                        .matcher(check.path("expr").asText());
                assertThat(alert.find()).isTrue();
                (check.path("exp_samples").isEmpty() ? quiet : firing).add(alert.group(1));
            }
        }

        Set<String> all = new TreeSet<>();
        alerts().forEach(alert -> all.add(alert.path("alert").asText()));
        assertThat(all).isNotEmpty();
        assertThat(firing).isEqualTo(all);
        assertThat(quiet).isEqualTo(all);
    }

    @Test
    void eachAlertSaysHowBadItIsAndWhatToDo() throws IOException {
        assertThat(alerts()).allSatisfy(alert -> {
            String name = alert.path("alert").asText();
            assertThat(alert.path("labels").path("severity").asText()).as(name).isIn("critical", "warning");
            assertThat(alert.path("annotations").path("summary").asText())
                    .as(name)
                    .isNotBlank()
                    .hasSizeLessThan(120);
            assertThat(alert.path("annotations").path("description").asText())
                    .as(name)
                    .hasSizeGreaterThan(100);
        });
    }

    @Test
    void theReadmeTellsEachAlertWithItsSeverity() throws IOException {
        List<String> told = new ArrayList<>();
        Matcher row = TOLD.matcher(Files.readString(Path.of("src/site/markdown/operating.md")));
        while (row.find()) {
            told.add(row.group(1) + " " + row.group(2));
        }

        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(alerts().stream()
                        .map(alert -> alert.path("alert").asText() + " "
                                + alert.path("labels").path("severity").asText())
                        .toList());
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode group : yaml(ALERTS).path("groups")) {
            group.path("rules").forEach(rule -> {
                if (rule.has("alert")) {
                    alerts.add(rule);
                }
            });
        }
        return alerts;
    }

    private static JsonNode yaml(Path file) throws IOException {
        return new YAMLMapper().readTree(file.toFile());
    }
}
