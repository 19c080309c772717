package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of symptoms quotes what the log says. */
final class TroubleshootingTest {
    private static final Pattern QUOTED = Pattern.compile("`Tuya error (\\d+): ([^`]+)`");

    @Test
    void everyErrorCodeIsInTheTable() throws IOException {
        String table = table();

        assertThat(ErrorCode.TABLE.keySet())
                .allSatisfy(code -> assertThat(table).containsPattern("\\b" + code + "\\b"));
    }

    @Test
    void theQuotedLinesAreTheLogs() throws IOException {
        assertThat(QUOTED.matcher(table())
                        .results()
                        .collect(Collectors.toMap(quote -> quote.group(1), quote -> quote.group(2))))
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        (code, line) -> assertThat(ErrorCode.of(code).meaning()).isEqualTo(line));
    }

    private static String table() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/troubleshooting.md"));
        int start = page.indexOf("## By what the log says");
        return page.substring(start);
    }
}
