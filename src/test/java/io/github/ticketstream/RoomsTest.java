package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which package may know which: arrows run one way, and nobody knows the root but the root. */
final class RoomsTest {
    private static final String PROGRAM = "io/github/ticketstream";
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?io\\.github\\.ticketstream\\.([a-z]*)", Pattern.MULTILINE);

    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("", "content doctor ops pace process published records settings standby sweep tuya"),
            entry("doctor", "content process published settings tuya"),
            entry("standby", "ops published settings"),
            entry("records", "content ops process published settings sweep tuya"),
            entry("ops", "pace process published settings tuya"),
            entry("sweep", "ops pace process published settings tuya"),
            entry("pace", "settings tuya"),
            entry("content", "process settings tuya"),
            entry("tuya", "process settings"),
            entry("published", "process settings"),
            entry("process", ""),
            entry("settings", "process"));

    private static Map.Entry<String, Set<String>> entry(String room, String others) {
        return Map.entry(room, Set.of(others.split(" ")));
    }

    @Test
    void arrowsRunOneWay() throws IOException {
        for (Map.Entry<String, Set<String>> room : ARROWS.entrySet()) {
            Set<String> imports = imports(Path.of("src/main/java", PROGRAM, room.getKey()));
            imports.remove(room.getKey());
            assertThat(imports)
                    .as("imports of " + (room.getKey().isEmpty() ? "the root" : room.getKey()))
                    .isSubsetOf(room.getValue());
        }
    }

    @Test
    void theRootIsTheFlowAndNoFileIsTooLongToRead() throws IOException {
        Path root = Path.of("src/main/java", PROGRAM);
        try (Stream<Path> files = Files.list(root)) {
            assertThat(files.filter(Files::isRegularFile)).hasSizeLessThanOrEqualTo(12);
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(400);
            }
        }
    }

    /** Otherwise the simulator would prove the program by the program's own mistakes, and no one could copy an example. */
    @ParameterizedTest
    @ValueSource(strings = {"simulator", "examples"})
    void whatIsRunOrCopiedByItselfImportsNothingOfTheProgram(String name) throws IOException {
        assertThat(imports(Path.of("src", name, "java", PROGRAM, name))).isSubsetOf(name);
    }

    private static Set<String> imports(Path folder) throws IOException {
        Set<String> rooms = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                rooms.addAll(IMPORT.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .map(line -> line.substring(line.lastIndexOf('.') + 1))
                        .collect(Collectors.toSet()));
            }
        }
        return rooms;
    }
}
