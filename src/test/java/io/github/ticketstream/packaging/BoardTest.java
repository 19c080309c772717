package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Grafana board: what no Grafana checks here. */
class BoardTest {
    @TempDir
    private Path directory;

    private final YAMLMapper yaml = new YAMLMapper();
    private JsonNode board;

    @BeforeEach
    void read() throws IOException {
        ObjectMapper strict = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        board = strict.readTree(PrometheusQueries.BOARD.toFile());
    }

    @Test
    void prometheusAcceptsEveryExpression() throws IOException {
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

        PrometheusQueries.promtoolAccepts("check", "rules", file.toString());
    }

    @Test
    void everyQueryAsksTheChosenDataSource() {
        assertThat(board.path("panels")).allSatisfy(panel -> {
            assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.path("targets"))
                    .isNotEmpty()
                    .allMatch(query ->
                            query.path("datasource").path("uid").asText().equals("${datasource}"))
                    .extracting(query -> query.path("refId").asText())
                    .doesNotHaveDuplicates();
        });
    }

    @Test
    void theDataSourceIsTheOneThatTheBoardBeginsWithAndKnowsTheScrapeInterval() throws IOException {
        JsonNode source = yaml.readTree(Path.of("config/grafana/provisioning/datasources/prometheus.yml")
                        .toFile())
                .at("/datasources/0");

        assertThat(source.path("uid")).isEqualTo(board.at("/templating/list/0/current/value"));
        assertThat(source.at("/jsonData/timeInterval"))
                .isEqualTo(
                        yaml.readTree(Path.of("config/prometheus.yml").toFile()).at("/global/scrape_interval"));
    }
}
