package io.github.ticketstream.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.tuya.JsonSlice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One form for all spellings of the same JSON, and no form for two that differ. */
class TicketContentTest {
    private final TicketContent.Reader reader = new TicketContent.Reader(TestSettings.tickets());

    /** The example of RFC 8785, section 3.2.2, but for its numbers. */
    @Test
    void theExampleOfTheRfc() {
        String spelling = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";

        assertThat(content(spelling).canonical())
                .isEqualTo("{\"literals\":[null,true,false],"
                        + "\"numbers\":[333333333.33333329,1000000000000000000000000000000,4.5,0.002,0.000000000000000000000000001],"
                        + "\"string\":\"€$\\u000F\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.0, 0",
        "-0e9, 0",
        "1.0, 1",
        "100e-2, 1",
        "1e2, 100",
        "1e999, 1E+999",
        "1e-999, 1E-999",
        "9007199254740993, 9007199254740993",
        "123456789012345678901234567890, 123456789012345678901234567890",
        "1e20, 100000000000000000000",
        "1e-7, 0.0000001",
        "-12.340, -12.34",
        "1e999999999, 1E+999999999",
        "0.1e-999999999, 1E-1000000000",
        "1e99999999999, 1e99999999999"
    })
    void aNumberIsWrittenByItsDigits(String spelling, String canonical) {
        assertThat(TicketContent.number(spelling)).isEqualTo(canonical);
    }

    @Test
    void aNumberThatIsTooLongKeepsItsSpelling() {
        String digits = "1".repeat(1_000_000) + ".0";

        assertThat(TicketContent.number(digits)).isEqualTo(digits);
    }

    @Property
    void everyDoubleIsWrittenAsTheSameNumber(@ForAll double number) {
        String canonical = TicketContent.number(Double.toString(number));

        assertThat(Double.parseDouble(canonical)).isEqualTo(number == 0 ? 0.0 : number);
        assertThat(TicketContent.number(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"b\":{\"c\":[1,2],\"d\":\"ä\"}}",
                " { \"b\" : {\"d\":\"\\u00e4\" , \"c\":[1.0, 20e-1]}, \"a\":1e0 } ",
                "{\"a\":2,\"b\":7,\"b\":{\"d\":\"ä\",\"c\":[1,2]},\"a\":1}"
            })
    void spellingsThatMeanTheSameHaveOneHash(String spelling) {
        TicketContent same = content("{\"a\":1,\"b\":{\"c\":[1,2],\"d\":\"ä\"}}");

        assertThat(content(spelling).hash()).isEqualTo(same.hash());
        assertThat(content(spelling).localHash()).isEqualTo(same.localHash());
    }

    @Test
    void whatDiffersHasAnotherHash() {
        List<TicketContent> contents = Stream.of(
                        "{}",
                        "{\"a\":1}",
                        "{\"b\":1}",
                        "{\"a\":9007199254740992}",
                        "{\"a\":9007199254740993}",
                        "{\"a\":\"9007199254740993\"}",
                        "{\"a\":[9007199254740993]}",
                        "{\"a\":{}}",
                        "{\"a\":[]}",
                        "{\"a\":null}",
                        "{\"a\":\"null\"}",
                        "{\"a\":\"\\ud800\"}",
                        "{\"a\":\"\\ud801\"}",
                        "{\"a\":\"?\"}",
                        "{\"a\":[1,2]}",
                        "{\"a\":[2,1]}",
                        "{\"a\":3,\"b\":4}",
                        "{\"a\":4,\"b\":3}")
                .map(this::content)
                .toList();

        assertThat(contents).extracting(TicketContent::hash).doesNotHaveDuplicates();
        assertThat(contents).extracting(TicketContent::localHash).doesNotHaveDuplicates();
    }

    /** The first eight digits are in the id of a silent change: anyone can compute them. */
    @Test
    void theHashIsThatOfTheCanonicalForm() {
        // echo -n '{"a":1,"b":"ä"}' | sha256sum
        assertThat(Long.toHexString(content("{\"b\":\"\\u00e4\",\"a\":1.0}").hash()))
                .isEqualTo("f5300ffcfd6fd3fc");
    }

    @Test
    void droppedAndIgnoredFieldsAreNoContentAndMaskedOnesAreMaskedFirst() {
        TicketContent.Reader privately = new TicketContent.Reader(TestSettings.tickets(
                "tickets.drop-fields=gone",
                "tickets.ignore-fields=noise",
                "tickets.mask-fields=mail",
                "tickets.mask-key=k"));

        assertThat(privately
                        .of(slice("{\"a\":1,\"gone\":2,\"noise\":3,\"mail\":\"m\"}"))
                        .canonical())
                .matches("\\{\"a\":1,\"mail\":\"[0-9a-f]{64}\"}");
    }

    @Test
    void theChecksumDiffersForOtherBytesAndIsNeverZero() {
        assertThat(TicketContent.checksum(slice("{\"a\":1}"))).isNotEqualTo(TicketContent.checksum(slice("{\"a\":2}")));
        assertThat(TicketContent.checksum(slice(""))).isNotZero();
    }

    private TicketContent content(String json) {
        return reader.of(slice(json.strip()));
    }

    private static JsonSlice slice(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new JsonSlice(bytes, 0, bytes.length);
    }

    /** Five bytes that stand for a thousand digits, as many as Kafka takes by default. */
    @Test
    void aContentIsNotManyTimesAsLargeAsItsTicket() {
        String ticket = "{\"ticket_no\":\"T1\",\"update_time\":1,\"a\":[" + "1e999,".repeat(160_000) + "1]}";

        assertThat(content(ticket).canonical().length()).isLessThan(2 * ticket.length());
    }
}
