package io.github.ticketstream.recipes;

import io.github.ticketstream.kit.KafkaInJvm;
import java.util.Map;
import org.apache.camel.main.Main;

/** A recipe in this JVM, as its file stands, with the test's settings; it pauses for 100 ms where it would for 5 s. */
final class RunningRecipe implements AutoCloseable {
    private final Main main = new Main();

    RunningRecipe(String file, KafkaInJvm kafka, TicketTopic topic, Map<String, String> settings) {
        main.setDefaultPropertyPlaceholderLocation("false");
        main.addInitialProperty("kafka", kafka.bootstrapServers());
        main.addInitialProperty("tickets.topic", topic.name);
        main.addInitialProperty("group", topic.name);
        main.addInitialProperty("pause", "100");
        settings.forEach(main::addInitialProperty);
        main.configure().withRoutesIncludePattern("file:src/examples/recipes/" + file);
        main.start();
    }

    @Override
    public void close() {
        main.stop();
    }
}
