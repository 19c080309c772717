package io.github.ticketstream.recipes;

import io.github.ticketstream.examples.Recipe;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A recipe as a process of its own, which can be killed; it pauses for 100 ms where it would for 5 s. */
final class RecipeProcess {
    private RecipeProcess() {}

    /** @param settings its variables, beside those that all recipes have */
    static JavaProcess start(String file, KafkaInJvm kafka, TicketTopic topic, Map<String, String> settings) {
        Map<String, String> environment = new TreeMap<>(settings);
        environment.put("KAFKA", kafka.bootstrapServers());
        environment.put("TICKETS_TOPIC", topic.name);
        environment.put("GROUP", topic.name);
        environment.put("PAUSE", "100");
        return JavaProcess.start(
                Path.of(""),
                environment,
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        // A killed member keeps its partitions for as long.
                        "-Dcamel.component.kafka.session-timeout-ms=6000",
                        "-cp",
                        JavaProcess.classPathOfTests(),
                        Recipe.class.getName(),
                        file));
    }
}
