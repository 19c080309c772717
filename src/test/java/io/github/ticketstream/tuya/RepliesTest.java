package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.TuyaException.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RepliesTest {
    private static final String SUCCESS =
            "{\"success\":true,\"result\":{\"list\":[\"jane@example.com\"],\"has_more\":false},\"t\":1719394102000}";

    private final MutableClock wall = new MutableClock(Instant.parse("2024-06-26T09:28:22Z"));
    private final TuyaClock serverClock = new TuyaClock(new Clocks(wall, new MutableClock(Instant.EPOCH)));
    private final Replies replies = new Replies(
            serverClock, new TuyaMeters(new SimpleMeterRegistry(), serverClock, PageSize.of(50)), "hush"::equals);

    @ParameterizedTest
    @ValueSource(strings = {SUCCESS, "", "<html>", "{\"success\":false,\"code\":1106}"})
    void status401IsARefusedTokenWhateverTheBody(String body) {
        assertThat(failure(body, 401, null).kind()).isEqualTo(Kind.REAUTHENTICATE);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 304, 403, 404, 429, 500, 502, 503, 504, 599})
    void anyOtherStatusIsNoSuccessWhateverTheBody(int status) {
        TuyaException thrown = failure(SUCCESS, status, null);

        assertThat(thrown.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(thrown).hasMessage("HTTP status " + status + " instead of a reply");
    }

    @ParameterizedTest
    @CsvSource({
        "429, 28841004, QUOTA",
        "500, 28841104, QUOTA",
        "503, 4711, TRANSIENT",
        "200, 4711, UNKNOWN",
        "200, 429, TRANSIENT",
        "200, '', UNKNOWN"
    })
    void aCodeThatIsKnownIsBelievedWhateverTheStatus(int status, String code, Kind kind) {
        TuyaException thrown = failure("{\"success\":false,\"code\":\"" + code + "\"}", status, "7");

        assertThat(thrown.kind()).isEqualTo(kind);
        assertThat(thrown.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    /** The call that asks for the time may be answered so. */
    @Test
    void aStatusThatPassesNamesTheTimeAsWell() {
        failure("{\"success\":false,\"code\":500,\"t\":1719394102000}", 503, null);

        assertThat(serverClock.now()).contains(Instant.ofEpochMilli(1719394102000L));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 404})
    void anErrorOfTheApiCountsUnderAnyStatusThatDoesNotPass(int status) {
        String body = "{\"success\":false,\"code\":\"1106\",\"msg\":\"permission deny\",\"tid\":\"a1\"}";

        TuyaException thrown = failure(body, status, null);

        assertThat(thrown.kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(thrown).hasMessage("Tuya error 1106: permission denied (msg 'permission deny', tid a1)");
    }

    @Test
    void anErrorWithoutCodeIsUnknown() {
        TuyaException thrown = failure("{\"success\":false}", 200, null);

        assertThat(thrown.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(thrown).hasMessageStartingWith("Tuya error without a code: a code that is not documented");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>jane@example.com",
                "{\"success\":true,\"user\":\"jane@example.com\"",
                "[\"jane@example.com\"]"
            })
    void whatIsNoReplyIsNotQuoted(String body) {
        TuyaException thrown = failure(body, 200, null);

        assertThat(thrown.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(thrown)
                .hasMessage("the reply of " + body.length() + " bytes with HTTP status 200 is not Tuya's JSON");
        assertThat(thrown).hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({"code, a b?[31m?", "msg, a b?[31m?xxx", "tid, a b?[31m?"})
    void textOfTheApiStaysOnOneLineOfBoundedLength(String field, String shown) {
        String harmful = "a\\nb\\u001b[31m\\u202e";
        String body = "{\"success\":false,\"" + field + "\":\"" + harmful
                + (field.equals("msg") ? "xxx ".repeat(5_000) : "") + "\"}";

        TuyaException thrown = failure(body, 200, null);

        assertThat(thrown.getMessage())
                .contains(shown)
                .doesNotContain("\n", "\u001b", "\u202e")
                .hasSizeLessThan(500);
    }

    /** A secret, as long as one, or too long for an id. */
    @ParameterizedTest
    @CsvSource({
        "code, hush",
        "msg, hush",
        "tid, hush",
        "msg, no right: 3f4eda2bdec17232f67c0b188af3eec1 !",
        "code, C8D1F11F0CEAFEB01C032A4A03475CDEDEEE9C3F4D2FBC66AFF26CCE570504F6",
        "tid, C8D1F11F0CEAFEB01C032A4A03475CDEDEEE9C3F4D2FBC66AFF26CCE570504F6"
    })
    void whatMayBeASecretIsRepeatedNowhere(String field, String text) {
        assertThat(failure("{\"success\":false,\"" + field + "\":\"" + text + "\"}", 200, null))
                .hasMessageContaining("…")
                .hasMessageNotContainingAny("hush", "3f4eda2b", "C8D1F11F");
    }

    @Test
    void theOtherNamesOfAnOutageAreReadAsCodeAndMessage() {
        TuyaException thrown =
                failure("{\"success\":false,\"errorCode\":\"500\",\"errorMsg\":\"server busy\"}", 200, null);

        assertThat(thrown.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(thrown).hasMessageStartingWith("Tuya error 500: Tuya's system failed (msg 'server busy'");
    }

    /** This machine's clock is two hours off. */
    @Test
    void aDateInRetryAfterIsReadByTuyasClock() {
        serverClock.observe(Instant.parse("2024-06-26T09:29:00Z").toEpochMilli());
        wall.advance(Duration.ofHours(2));

        TuyaException thrown = failure("", 503, "Wed, 26 Jun 2024 09:30:00 GMT");

        assertThat(thrown.retryAfter()).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none | 0",
                "'' | 0",
                "7 | 7",
                "0 | 0",
                "999999999 | 999999999",
                "9999999999 | 0",
                "-5 | 0",
                "1.5 | 0",
                "soon | 0",
                "Wed, 26 Jun 2024 09:30:00 GMT | 98",
                "Wednesday, 26-Jun-24 09:30:00 GMT | 98",
                "Wed, 26 Jun 2024 09:28:22 GMT | 0",
                "Wed, 26 Jun 2024 09:00:00 GMT | 0"
            })
    void retryAfterIsReadInAllItsForms(String header, long seconds) {
        assertThat(failure("", 503, header).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    private TuyaException failure(String body, int status, String retryAfter) {
        return catchThrowableOfType(TuyaException.class, () -> read(body, status, retryAfter));
    }

    private Reply read(String body, int status, String retryAfter) {
        return replies.judge(body.getBytes(StandardCharsets.UTF_8), status, retryAfter, System.nanoTime());
    }
}
