package io.github.ticketstream.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.settings.ContentSettings;
import io.github.ticketstream.settings.ContentSettings.Silent;
import io.github.ticketstream.tuya.JsonSlice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The masked values come from {@code printf %s VALUE | openssl dgst -sha256 -hmac k}. */
class PrivateFieldsTest {
    private static final String OF_JOE = "b770b285abee7dce868cb6188138a8d6c63ee77782dd139224f8543c70a663f0";
    private static final String OF_TWO_FIFTY = "9c553013a2cab627e391c8341c726f57779e457e94c6c6a0b539746ba2abba62";
    private static final String OF_NOTHING = "8bb990c40a7d61cb97597a942125025be50ac8beb74436e3735b98893a7f6620";

    private final PrivateFields fields =
            new PrivateFields(new ContentSettings(List.of("gone"), List.of("mail"), "k", List.of(), Silent.COUNT));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"gone\":1,\"a\":2,\"b\":3}|{\"a\":2,\"b\":3}",
                "{\"a\":2,\"gone\":{\"x\":[1]},\"b\":3}|{\"a\":2,\"b\":3}",
                "{\"a\":2,\"b\":3,\"gone\":null}|{\"a\":2,\"b\":3}",
                "{\"gone\":\"x\"}|{}",
                "{\"g\\u006fne\":1,\"a\":2}|{\"a\":2}",
                "{\"gone\":1,\"gone\":2,\"a\":3}|{\"a\":3}",
                "{\"a\":{\"gone\":1}}|{\"a\":{\"gone\":1}}",
                "{}|{}"
            })
    void aDroppedFieldIsGoneWhereverItStood(String json, String expected) {
        assertThat(removed(json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "{ \"a\" : 2 ,  \"gone\" : 1 ,\t\"b\" : 3 }|{ \"a\" : 2 ,\t\"b\" : 3 }",
                "{ \"gone\" : 1 ,\t\"a\" : 2  }|{\t\"a\" : 2  }",
                "{\t\"a\" : 2 , \"gone\" : 1 }|{\t\"a\" : 2 }",
                "{ \"gone\" : 1  }|{  }",
                "{ \"a\" : 2.50 ,\"gone\":1, \"t\":\"\\u00e9/\" }|{ \"a\" : 2.50, \"t\":\"\\u00e9/\" }",
                "{ \"a\" : 2 , \"b\" : 3 }|{ \"a\" : 2 , \"b\" : 3 }"
            })
    void blanksOfWhatStaysAreKept(String json, String expected) {
        assertThat(removed(json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":2.50,\"b\":12345678901234567890123,\"c\":1E+2,\"d\":-0.0}",
                "{\"a\":\"\\u00e9\\/\",\"b\":\"é/\"}",
                "{\"nested\":{\"gone\":1,\"mail\":\"u\"},\"list\":[{\"gone\":1}]}",
                "{\"Gone\":1,\"gones\":2,\"Mail\":3}",
                "[{\"gone\":1}]",
                "\"gone\"",
                "null",
                "17"
            })
    void everythingElseStaysByteForByte(String json) {
        assertThat(removed(json)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mail\":\"joe@example.com\"}|{\"mail\":\"" + OF_JOE + "\"}",
                "{\"mail\" : \"joe\\u0040example.com\",\"a\":1}|{\"mail\" : \"" + OF_JOE + "\",\"a\":1}",
                "{\"mail\":\"\"}|{\"mail\":\"" + OF_NOTHING + "\"}",
                "{\"mail\":2.50}|{\"mail\":\"" + OF_TWO_FIFTY + "\"}",
                "{\"mail\":null}|{\"mail\":null}"
            })
    void aMaskedValueIsTheHmacOfWhatItStandsForAndNullStaysNull(String json, String expected) {
        assertThat(removed(json)).isEqualTo(expected);
    }

    @Test
    void anEntryInsideAPageIsCutAtItsOwnBytes() {
        byte[] page = "[7,{\"a\":1,\"gone\":2}]".getBytes(StandardCharsets.UTF_8);

        assertThat(new String(fields.remove(new JsonSlice(page, 3, 16)), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"gone\":1,\"a\":2}]|[{\"a\":2}]",
                "[[{\"a\":2, \"gone\":1}], {\"gone\":1}]|[[{\"a\":2}], {}]",
                "{\"ticket\":{\"gone\":[{\"a\":1}],\"b\":{\"g\\u006fne\":2}},\"gone\":3}|{\"ticket\":{\"b\":{}}}",
                "{\"gone\":1,\"gone\":2,\"b\":{\"gone\":1,\"c\":3,\"gone\":4}}|{\"b\":{\"c\":3}}",
                "[1,{\"a\":{},\"gone\":NaN,\"b\":+1}]|[1,{\"a\":{},\"b\":+1}]",
                "[{gone:'x','gone':'y',\"b\":1}]|[{\"b\":1}]",
                "\"gone\"|\"gone\"",
                "17|17"
            })
    void ofWhatIsNoTicketADroppedFieldIsGoneAtAnyDepth(String json, String expected) {
        assertThat(removedAnywhere(json)).isEqualTo(expected);
    }

    @Test
    void ofWhatIsNoTicketAFieldIsMaskedAtAnyDepth() {
        assertThat(removedAnywhere(
                        "[{\"a\":{\"gone\":1,\"mail\" : \"joe@example.com\"},\"mail\":null},{\"mail\":2.50}]"))
                .isEqualTo(
                        "[{\"a\":{\"mail\" : \"" + OF_JOE + "\"},\"mail\":null},{\"mail\":\"" + OF_TWO_FIFTY + "\"}]");
        assertThat(removedAnywhere("{\"mail\":{\"mail\":\"joe@example.com\",\"gone\":1}}"))
                .doesNotContain("joe", "gone");
        assertThat(removedAnywhere("{\"a\":".repeat(5_000) + "{\"mail\":\"joe@example.com\"}" + "}".repeat(5_000)))
                .contains(OF_JOE)
                .doesNotContain("joe@");
    }

    @Test
    void whatCannotBeReadIsLeftOutAltogether() {
        assertThat(removedAnywhere("{\"a\":1,\"mail\":\"joe@example.com")).isEmpty();
    }

    private String removedAnywhere(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new String(fields.removeAnywhere(new JsonSlice(bytes, 0, bytes.length)), StandardCharsets.UTF_8);
    }

    private String removed(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new String(fields.remove(new JsonSlice(bytes, 0, bytes.length)), StandardCharsets.UTF_8);
    }
}
