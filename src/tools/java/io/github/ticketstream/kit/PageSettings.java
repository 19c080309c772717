package io.github.ticketstream.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A block of settings on a page.
 *
 * @param heading the heading above the block
 * @param settings by their keys, as the page spells them
 */
public record PageSettings(String heading, Map<String, String> settings) {

    /** Returns all blocks of this page that are marked as properties. */
    public static List<PageSettings> of(Path page) {
        List<PageSettings> blocks = new ArrayList<>();
        String heading = "";
        Map<String, String> settings = null;
        for (String line : Pages.lines(page)) {
            if (line.startsWith("#")) {
                heading = line.replaceFirst("#+ ", "");
            } else if (line.equals("```properties")) {
                settings = new LinkedHashMap<>();
                blocks.add(new PageSettings(heading, settings));
            } else if (line.equals("```")) {
                settings = null;
            } else if (settings != null) {
                String[] keyAndValue = line.split("=", 2);
                settings.put(keyAndValue[0], keyAndValue[1]);
            }
        }
        return blocks;
    }

    @Override
    public String toString() {
        return heading + " " + settings.get("camel.component.kafka.sasl-auth-type");
    }
}
