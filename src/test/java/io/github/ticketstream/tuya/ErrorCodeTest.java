package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of Tuya's "Global Error Codes", and what was seen in public bug reports, row by row. */
final class ErrorCodeTest {
    @ParameterizedTest
    @CsvSource({
        "1002, REAUTHENTICATE",
        "1010, REAUTHENTICATE",
        "1011, REAUTHENTICATE",
        "1012, REAUTHENTICATE",
        "1400, REAUTHENTICATE",
        "500, TRANSIENT",
        "1110, TRANSIENT",
        "1111, TRANSIENT",
        "1113, TRANSIENT",
        "1199, TRANSIENT",
        "40000309, TRANSIENT",
        "1013, CLOCK",
        "1001, CONFIGURATION",
        "1003, CONFIGURATION",
        "1004, CONFIGURATION",
        "1005, CONFIGURATION",
        "1007, CONFIGURATION",
        "1106, CONFIGURATION",
        "1108, CONFIGURATION",
        "1114, CONFIGURATION",
        "2406, CONFIGURATION",
        "28841001, CONFIGURATION",
        "28841002, CONFIGURATION",
        "28841003, CONFIGURATION",
        "28841101, CONFIGURATION",
        "28841102, CONFIGURATION",
        "28841103, CONFIGURATION",
        "28841105, CONFIGURATION",
        "28841106, CONFIGURATION",
        "40001900, CONFIGURATION",
        "28841004, QUOTA",
        "28841104, QUOTA",
        "1000, REQUEST",
        "1006, REQUEST",
        "1100, REQUEST",
        "1101, REQUEST",
        "1102, REQUEST",
        "1103, REQUEST",
        "1104, REQUEST",
        "1105, REQUEST",
        "1107, REQUEST",
        "1109, REQUEST"
    })
    void aDocumentedCodeHasItsClass(String code, Kind kind) {
        ErrorCode error = ErrorCode.of(code);

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.code()).isEqualTo(code);
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
    @ValueSource(strings = {"28841105", "\"28841105\"", " 28841105"})
    void aCodeIsReadFromNumbersAndFromStrings(String json) throws Exception {
        String body = "{\"success\":false,\"code\":" + json + ",\"msg\":\"no\"}";

        Reply reply = Reply.read(body.getBytes(StandardCharsets.UTF_8));

        assertThat(ErrorCode.of(reply.code()).kind()).isEqualTo(Kind.CONFIGURATION);
    }

    @ParameterizedTest
    @CsvSource({
        "1004, tuya.client-secret",
        "1005, tuya.data-center",
        "1013, clock",
        "1101, tickets.page-size",
        "1110, tuya.concurrent-requests",
        "1114, allowlist",
        "28841002, plan",
        "28841004, tickets.poll-period",
        "28841105, authorize"
    })
    void theRemedyNamesWhatToChange(String code, String named) {
        assertThat(ErrorCode.of(code).remedy()).contains(named);
    }
}
