package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Grafana board: what no Grafana checks here. */
class BoardTest {
    private static final Path PROVISIONING = Path.of("config/grafana/provisioning");

    @TempDir
    private Path directory;

    private JsonNode board;

    @BeforeEach
    void read() throws IOException {
        ObjectMapper strict = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        board = strict.readTree(PrometheusQueries.BOARD.toFile());
    }

    @Test
    void itsAddressStaysAndItsPanelsAreToldApart() {
        assertThat(board.path("uid").asText()).isEqualTo("tuya-ticket-stream");
        // What Grafana 11 writes; later ones convert it as they load it.
        assertThat(board.path("schemaVersion").asInt()).isEqualTo(39);
        assertThat(board.has("id")).isFalse();
        assertThat(board.path("panels"))
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates();
        assertThat(board.path("panels"))
                .allSatisfy(
                        panel -> assertThat(panel.path("description").asText()).isNotBlank());
    }

    @Test
    void itShowsWhatAnOperatorAsksFor() {
        assertThat(board.path("panels"))
                .extracting(panel ->
                        panel.path("type").asText() + ": " + panel.path("title").asText())
                .contains(
                        "stat: Last complete sweep",
                        "state-timeline: Who is active",
                        "timeseries: Sweeps by outcome",
                        "timeseries: Sweep duration",
                        "timeseries: Changes by type, per minute",
                        "timeseries: Changes by new state, per minute",
                        "timeseries: Tickets in state",
                        "heatmap: Publish lag",
                        "timeseries: API latency",
                        "timeseries: API calls by outcome, per minute",
                        "timeseries: Calls against the month's budget");
    }

    @Test
    void noPanelCoversAnother() {
        List<JsonNode> panels = new ArrayList<>();
        board.path("panels").forEach(panel -> panels.add(panel.path("gridPos")));

        assertThat(panels)
                .allSatisfy(panel -> assertThat(
                                panel.path("x").asInt() + panel.path("w").asInt())
                        .isLessThanOrEqualTo(24));
        for (JsonNode one : panels) {
            assertThat(panels).filteredOn(other -> overlap(one, other)).containsExactly(one);
        }
    }

    @Test
    void everyQueryHasANameOfItsOwnAndTheChosenDataSource() {
        assertThat(board.path("panels")).allSatisfy(panel -> {
            assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.path("targets"))
                    .isNotEmpty()
                    .allMatch(query ->
                            query.path("datasource").path("uid").asText().equals("${datasource}"))
                    .extracting(query -> query.path("refId").asText())
                    .doesNotHaveDuplicates();
        });
        assertThat(board.path("templating").path("list"))
                .extracting(variable -> variable.path("name").asText())
                .containsExactly("datasource", "stream");
    }

    @Test
    void prometheusAcceptsEveryExpression() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        ArrayNode rules = yaml.createArrayNode();
        for (String expression : PrometheusQueries.onTheBoard()) {
            rules.addObject().put("record", "panel:" + rules.size()).put("expr", expression);
        }
        assertThat(rules.size()).isGreaterThan(20);
        JsonNode group = yaml.createObjectNode().put("name", "board").set("rules", rules);
        Path file = directory.resolve("board.yml");
        yaml.writeValue(
                file.toFile(),
                yaml.createObjectNode().set("groups", yaml.createArrayNode().add(group)));

        Promtool.accepts("check", "rules", file.toString());
    }

    @Test
    void theDataSourceIsTheOneThatTheBoardBeginsWithAndKnowsTheScrapeInterval() throws IOException {
        JsonNode source = new YAMLMapper()
                .readTree(PROVISIONING.resolve("datasources/prometheus.yml").toFile())
                .path("datasources")
                .path(0);

        assertThat(source.path("uid"))
                .isEqualTo(board.path("templating")
                        .path("list")
                        .path(0)
                        .path("current")
                        .path("value"));
        assertThat(source.path("jsonData").path("timeInterval"))
                .isEqualTo(new YAMLMapper()
                        .readTree(Path.of("config/prometheus.yml").toFile())
                        .path("global")
                        .path("scrape_interval"));
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return overlap(one, other, "x", "w") && overlap(one, other, "y", "h");
    }

    private static boolean overlap(JsonNode one, JsonNode other, String from, String size) {
        return one.path(from).asInt()
                        < other.path(from).asInt() + other.path(size).asInt()
                && other.path(from).asInt()
                        < one.path(from).asInt() + one.path(size).asInt();
    }
}
