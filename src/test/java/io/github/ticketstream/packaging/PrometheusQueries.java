package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.ticketstream.kit.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the alerts and the board ask Prometheus for. */
public final class PrometheusQueries {
    static final Path BOARD = Path.of("config/grafana/dashboards/tuya-ticket-stream.json");
    static final Path ALERTS = Path.of("config/alerts.yml");
    /** Given by Prometheus, not by the program. */
    private static final Set<String> TARGET_LABELS = Set.of("job", "stream", "instance", "le");

    private static final Pattern SELECTOR =
            Pattern.compile("\\b((?:tickets|tuya|camel|jvm|process)_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!=|!~|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on)\\s*\\(([a-z_, ]*)\\)");

    private PrometheusQueries() {}

    /** Prometheus' own checker, run with these arguments, has nothing to say against what it sees. */
    static void promtoolAccepts(String... arguments) {
        Tool.Result said = Tool.require("promtool", "apt-get install prometheus")
                .run(Path.of("."), Duration.ofMinutes(1), Map.of(), arguments);
        assertThat(said.exitCode()).as(said.output()).isZero();
    }

    /** All expressions, with Grafana's variables filled in. */
    public static Set<String> all() throws IOException {
        Set<String> expressions = new LinkedHashSet<>(onTheBoard());
        new YAMLMapper().readTree(ALERTS.toFile()).findValuesAsText("expr").forEach(expressions::add);
        return expressions;
    }

    static Set<String> onTheBoard() throws IOException {
        JsonNode board = new YAMLMapper().readTree(BOARD.toFile());
        Set<String> expressions = new LinkedHashSet<>();
        board.findValuesAsText("expr")
                .forEach(expression -> expressions.add(
                        expression.replace("$__rate_interval", "1m").replace("$stream", ".*")));
        return expressions;
    }

    /** The metrics that are asked for, each with the values that are asked for of each label of the program's. */
    public static Map<String, Map<String, Set<String>>> metrics() throws IOException {
        Map<String, Map<String, Set<String>>> metrics = new TreeMap<>();
        for (String expression : all()) {
            Matcher selector = SELECTOR.matcher(expression);
            while (selector.find()) {
                Map<String, Set<String>> labels = metrics.computeIfAbsent(selector.group(1), name -> new TreeMap<>());
                Matcher label = MATCHER.matcher(selector.group(2) == null ? "" : selector.group(2));
                while (label.find()) {
                    if (!TARGET_LABELS.contains(label.group(1))) {
                        labels.computeIfAbsent(label.group(1), name -> new TreeSet<>())
                                .addAll(List.of(label.group(2).split("\\|")));
                    }
                }
            }
        }
        return metrics;
    }

    /** The labels of the program's that results are grouped by. */
    public static Set<String> groupings() throws IOException {
        Set<String> labels = new TreeSet<>();
        for (String expression : all()) {
            Matcher grouping = GROUPING.matcher(expression);
            while (grouping.find()) {
                labels.addAll(List.of(grouping.group(1).split(", ")));
            }
        }
        labels.removeAll(TARGET_LABELS);
        return labels;
    }
}
