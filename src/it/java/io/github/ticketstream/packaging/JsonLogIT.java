package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the packaged program writes with {@code -Dlog.format=json}. */
@Tag("proof")
class JsonLogIT extends PackagedIT {
    @Test
    void everyLineIsAnObjectThatTellsItsSweepAndItsPage() throws IOException {
        tuya.tickets().addGenerated(120, 1);
        tuya.faults().next(1, Calls.page(2), Fault.html());
        tuya.faults().next(5, Calls.page(3), Fault.apiError(1100, "param is empty"));
        try (JavaProcess process = program.start("-Dlog.format=json", "-Dlog.level=debug")) {
            await().atMost(START)
                    .failFast("the program ended", () -> !process.isAlive())
                    .until(() -> count(process, "sweep complete: ") >= 2);
            process.terminate().exitCode(STOP);

            assertThat(process.err()).isEmpty();
            List<JsonNode> lines = new ArrayList<>();
            for (String line : process.out()) {
                lines.add(new ObjectMapper().readTree(line));
            }
            assertTellsSweeps(lines);
        }
    }

    private static void assertTellsSweeps(List<JsonNode> lines) {
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(line.path("@timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"));
        List<JsonNode> ends = saying(lines, "sweep (complete|failed): .*");
        assertThat(ends).hasSizeGreaterThan(2).extracting(JsonLogIT::sweep).doesNotHaveDuplicates();
        String first = sweep(ends.get(0));
        assertThat(first).matches("\\d{13}");
        assertThat(ends.get(0).path("message").asText()).startsWith("sweep failed: Tuya error 1100");

        assertThat(saying(lines, ".*; trying again in \\d+ ms")).singleElement().satisfies(retry -> {
            assertThat(sweep(retry)).isEqualTo(first);
            assertThat(retry.path("page").asText()).isEqualTo("2");
        });
        assertThat(saying(lines, "discovered: .*"))
                .extracting(line -> line.path("page").asText())
                .contains("1", "2", "3");
        assertThat(saying(lines, "(Apache Camel|polling|publishing to topic) .*"))
                .hasSizeGreaterThan(3)
                .allMatch(line -> line.path("sweep.id").isMissingNode());
    }

    private static List<JsonNode> saying(List<JsonNode> lines, String message) {
        return lines.stream()
                .filter(line -> line.path("message").asText().matches(message))
                .toList();
    }

    private static String sweep(JsonNode line) {
        return line.path("sweep.id").asText();
    }
}
