package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of Tuya's "Global Error Codes", and what was seen in public bug reports, row by row. */
final class ErrorCodeTest {
    private static final Pattern QUOTED = Pattern.compile("`Tuya error (\\d+): ([^`]+)`");

    @ParameterizedTest
    @CsvSource({
        "REAUTHENTICATE, 1002 1010 1011 1012 1400",
        "TRANSIENT, 500 1110 1111 1113 1199 40000309",
        "CLOCK, 1013",
        "CONFIGURATION, 1001 1003 1004 1005 1007 1106 1108 1114 2406",
        "CONFIGURATION, 28841001 28841002 28841003 28841101 28841102 28841103 28841105 28841106 40001900",
        "QUOTA, 28841004 28841104",
        "REQUEST, 1000 1006 1100 1101 1102 1103 1104 1105 1107 1109"
    })
    void aDocumentedCodeHasItsClass(Kind kind, String codes) {
        for (String code : codes.split(" ")) {
            assertThat(ErrorCode.of(code).kind()).as(code).isEqualTo(kind);
            assertThat(ErrorCode.of(code).code()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1", "99999999", "1010 ", "01010", "1010.0", "null", "E_BUSY"})
    void anyOtherCodeIsUnknown(String code) {
        ErrorCode error = ErrorCode.of(code);

        assertThat(error.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.remedy()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "1004, tuya.client-secret",
        "1005, tuya.data-center",
        "1013, clock",
        "1101, lower tickets.page-size unless it is auto",
        "1110, tuya.concurrent-requests",
        "1114, allowlist",
        "28841002, plan",
        "28841004, tickets.poll-period",
        "28841105, authorize"
    })
    void theRemedyNamesWhatToChange(String code, String named) {
        assertThat(ErrorCode.of(code).remedy()).contains(named);
    }

    /** The page's table of symptoms quotes what the log says. */
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
        return page.substring(page.indexOf("## Log lines"));
    }
}
