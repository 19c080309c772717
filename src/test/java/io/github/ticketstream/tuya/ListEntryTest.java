package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ListEntryTest {
    @Test
    void aTicketHasItsNumberItsUpdateTimeAndItsBytes() {
        ListEntry entry = read(
                "{\"a\":{\"ticket_no\":\"no\"},\"ticket_no\":\"FB\\u00c4Y\\ud83d\\udca1\",\"update_time\":1638356077881}");

        assertThat(entry.isTicket()).isTrue();
        assertThat(entry.ticketNo()).isEqualTo("FBÄY💡");
        assertThat(entry.updateTime()).isEqualTo(1638356077881L);
        assertThat(entry.page()).isEqualTo(7);
    }

    @Test
    void ofADuplicateKeyTheLastOneCounts() {
        ListEntry entry = read("{\"ticket_no\":7,\"update_time\":1,\"update_time\":2,\"ticket_no\":\"B\"}");

        assertThat(entry.ticketNo()).isEqualTo("B");
        assertThat(entry.updateTime()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "null", "\"T1\"", "[1]", "true", "2.5"})
    void whatIsNoObjectIsNoTicket(String json) {
        assertThat(read(json).defect()).isEqualTo("not an object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"  \"",
                "\"\\u2003\\t\"",
                "\"\\u00a0\"",
                "\"\u00a0\\u2007\u202f \"",
                "5",
                "null",
                "[\"T\"]",
                "\"T\\ud800\"",
                "\"\\udc00T\""
            })
    void aNumberThatIsNotUsableIsTold(String number) {
        assertThat(read("{\"ticket_no\":" + number + ",\"update_time\":1}").defect())
                .startsWith("ticket_no is missing, blank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "1.0",
                "1e3",
                "\"-1\"",
                "\"+1\"",
                "\"5 \"",
                "\"\"",
                "\"١\"",
                "\"99999999999999999999999999999999999999\"",
                "\"soon\"",
                "null",
                "true",
                "253402300800000",
                "9223372036854775808",
                "99999999999999999999999"
            })
    void anUpdateTimeThatIsNotUsableIsTold(String time) {
        assertThat(read("{\"ticket_no\":\"T\",\"update_time\":" + time + "}").defect())
                .isEqualTo("update_time is missing or not an integer from 1 to 253402300799999");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 253402300799999L})
    void theFirstAndTheLastMillisecondAreUsable(long time) {
        assertThat(read("{\"ticket_no\":\"T\",\"update_time\":" + time + "}").updateTime())
                .isEqualTo(time);
    }

    @Test
    void aSurrogateInUtf8IsNoValidUnicode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("{\"update_time\":1,\"ticket_no\":\"T".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
        bytes.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));

        ListEntry entry = ListEntries.entry(bytes.toByteArray(), 7);

        assertThat(entry.defect()).startsWith("ticket_no is missing");
    }

    @Test
    void numbersOfOtherFieldsMayBeAsLongAsTheyLike() {
        String json = "{\"a\":" + "9".repeat(3_000) + ",\"ticket_no\":\"T1\",\"b\":-1e" + "9".repeat(300)
                + ",\"update_time\":5}";

        assertThat(read(json).isTicket()).isTrue();
    }

    @Test
    void whatGoesFurtherThanOthersReadIsNoTicket() {
        String defect = "nested more than 1000 levels deep, or with a field name of more than 50000 characters";

        assertThat(with("\"a\":" + "[".repeat(999) + "]".repeat(999)).isTicket())
                .isTrue();
        assertThat(with("\"a\":" + "[".repeat(1_000) + "]".repeat(1_000)).defect())
                .isEqualTo(defect);
        assertThat(with("\"a\":" + "[".repeat(90_000) + "]".repeat(90_000)).defect())
                .isEqualTo(defect);
        assertThat(with("\"" + "n".repeat(50_000) + "\":0").isTicket()).isTrue();
        assertThat(with("\"" + "n".repeat(50_001) + "\":0").defect()).isEqualTo(defect);
    }

    private static ListEntry with(String field) {
        return read("{\"ticket_no\":\"T1\",\"update_time\":5," + field + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ticket_no\":\"T1\",\"update_time\":1,\"ticket_no\":null} | ticket_no is missing",
                "{\"ticket_no\":\"T1\",\"update_time\":1,\"ticket\\u005fno\":{}} | ticket_no is missing",
                "{\"ticket_no\":\"T1\",\"update_time\":1,\"update_time\":\"two\"} | update_time is missing"
            })
    void aRepeatedFieldThatIsUnusableMakesItNoTicket(String json, String defect) {
        assertThat(read(json).defect()).startsWith(defect);
    }

    private static ListEntry read(String json) {
        return ListEntries.entry(json, 7);
    }
}
