package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The operator's file, the settings page's table and the packaged defaults tell the same. */
class OperatorsFileTest {
    private static final Pattern COMMENTED_OUT = Pattern.compile("#((?:tuya|tickets)\\.[a-z.-]+)=(.*)");
    private static final Pattern TABLE_ROW =
            Pattern.compile("\\| `((?:tuya|tickets)\\.[a-z.-]+)` \\| (?:`([^`]*)`|[^|]*) \\|.*");

    @Test
    void theOperatorsFileShowsEveryKeyAtItsDefault() throws IOException {
        Map<String, String> shown = Files.readString(Path.of("config/application.properties"))
                .lines()
                .map(COMMENTED_OUT::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));

        assertThat(shown).isEqualTo(packagedDefaults());
    }

    @Test
    void theOperatorsFileSetsNothing() throws IOException {
        Properties file = new Properties();
        try (InputStream stream = Files.newInputStream(Path.of("config/application.properties"))) {
            file.load(stream);
        }

        assertThat(file).isEmpty();
    }

    @Test
    void theReadmeListsEveryKeyWithItsDefault() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        Files.readString(Path.of("src/site/markdown/settings.md"))
                .lines()
                .map(TABLE_ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> listed.put(row.group(1), row.group(2)));

        Map<String, String> defaults = packagedDefaults();
        assertThat(listed.keySet()).isEqualTo(defaults.keySet());
        assertThat(defaults).allSatisfy((key, value) -> {
            if (!value.isEmpty()) {
                assertThat(listed.get(key)).as(key).isEqualTo(value);
            }
        });
    }

    static Map<String, String> packagedDefaults() throws IOException {
        Map<String, String> ours = new TreeMap<>();
        packaged().forEach((key, value) -> {
            if (key.toString().matches("(tuya|tickets)\\..*")) {
                ours.put(key.toString(), value.toString());
            }
        });
        return ours;
    }

    static Properties packaged() throws IOException {
        Properties packaged = new Properties();
        try (InputStream stream = OperatorsFileTest.class.getResourceAsStream("/application.properties")) {
            packaged.load(stream);
        }
        return packaged;
    }
}
