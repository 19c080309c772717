package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyTest {
    private static final String GOOD = "{\"ticket_no\":\"G%d\",\"update_time\":%d}";

    @Test
    void aSuccessHasItsResultByteForByte() throws IOException {
        String body =
                " {\"tid\":\"a1\", \"result\" : {\"list\":[{\"a\" : 2.50 ,\"b\":[ ]} ],\"has_more\":false}  ,\"success\":true,\"t\":1638871293544}\n";

        Reply reply = parse(body);

        assertThat(reply.success()).isTrue();
        assertThat(Page.of(reply, 1, 0).entries().get(0).json().text()).isEqualTo("{\"a\" : 2.50 ,\"b\":[ ]}");
        assertThat(reply.time()).isEqualTo(1638871293544L);
        assertThat(reply.tid()).isEqualTo("a1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "\"0\"", "1010", "null", "{\"a\":1}"})
    void aCodeDoesNotMakeASuccessAFailure(String code) throws IOException {
        assertThat(parse("{\"code\":" + code + ",\"success\":true}").success()).isTrue();
    }

    @Test
    void aFailureHasItsCodeMessageAndIdOrNothing() throws IOException {
        assertThat(parse("{\"code\":1010,\"msg\":\"token invalid\",\"success\":false,\"t\":1,\"tid\":\"b2\"}"))
                .isEqualTo(new Reply(false, Result.NONE, "1010", "token invalid", "b2", 1));
        assertThat(parse("{\"success\":false}")).isEqualTo(new Reply(false, Result.NONE, "", "", "", 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"-1 | 0", "\"1\" | 1", "1.5 | 0", "99999999999999999999999 | 0", "null | 0", "1 | 1"})
    void aTimeThatIsNoneCountsAsNotTold(String json, long expected) throws IOException {
        assertThat(parse("{\"success\":true,\"t\":" + json + "}").time()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "[]",
                "\"success\"",
                "<html></html>",
                "{}",
                "{\"success\":\"true\"}",
                "{\"success\":1}",
                "{\"success\":null}",
                "{\"success\":true",
                "{\"success\":true}{\"success\":true}",
                "{\"success\":true}garbage",
                "{\"success\":true,\"result\":{\"list\":[}}"
            })
    void whatIsNoEnvelopeIsRefused(String body) {
        assertThatIOException().isThrownBy(() -> parse(body));
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] latin1 = "{\"success\":true,\"msg\":\"Größe\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatIOException().isThrownBy(() -> Reply.read(latin1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":NaN}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":[Infinity,{\"b\":-Infinity}]}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":+1}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":007}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":.5,\"b\":1.}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":'x]}'}",
                "{'ticket_no':'T','update_time':5}",
                "{ticket_no:\"T\",update_time:5}",
                "{\"ticket_no\":\"T\",/* ]} */\"update_time\":5}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":\"\\x\"}",
                "{\"ticket_no\":\"T\",\"update_time\":5,\"a\":\"tab\there\"}"
            })
    void anEntryThatIsNoJsonIsTakenAsItWasSentAndTheOthersArePublished(String odd) throws IOException {
        List<ListEntry> entries = entries(list(GOOD.formatted(1, 1), odd, GOOD.formatted(2, 2)));

        assertThat(entries).extracting(ListEntry::isTicket).containsExactly(true, false, true);
        assertThat(entries).extracting(ListEntry::ticketNo).containsExactly("G1", "T", "G2");
        assertThat(entries.get(1).json().text()).isEqualTo(odd);
        assertThat(entries.get(1).updateTime()).isZero();
        assertThat(entries.get(1).defect()).startsWith("not valid JSON");
    }

    @Test
    void anEntryMayBeAnyValueThatIsNoJson() throws IOException {
        List<ListEntry> entries = entries(list("NaN", GOOD.formatted(1, 1), "'x'", "-Infinity", "01"));

        assertThat(entries)
                .extracting(entry -> entry.json().text())
                .containsExactly("NaN", GOOD.formatted(1, 1), "'x'", "-Infinity", "01");
        assertThat(entries).extracting(ListEntry::isTicket).containsExactly(false, true, false, false, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"success\":true,\"result\":{\"list\":[{\"a\":[1,,2]}],\"total\":1,\"has_more\":false}}",
                "{\"success\":true,\"result\":{\"list\":[NaN,],\"total\":1,\"has_more\":false}}",
                "{\"success\":true,\"result\":{\"list\":[NaN,,1],\"total\":1,\"has_more\":false}}",
                "{\"success\":true,\"result\":{\"list\":[NaN],\"total\":1,\"has_more\":false}} more",
                "{\"success\":true,\"result\":{\"list\":[NaN],\"total\":1,\"has_more\":false}",
                "{\"success\":true,\"result\":{\"list\":[{\"a\":0x10}],\"total\":1,\"has_more\":false}}",
                "{\"success\":true,\"result\":{\"list\":[{\"a\":\"never ends],\"total\":1,\"has_more\":false}}"
            })
    void aReplyThatIsCutOrLacksAnEntryIsRefused(String reply) {
        assertThatIOException().isThrownBy(() -> Reply.read(reply.getBytes(StandardCharsets.UTF_8)));
    }

    private static String list(String... entries) {
        return "{\"success\":true,\"result\":{\"list\":[" + String.join(" , ", entries) + "],\"total\":"
                + entries.length + ",\"has_more\":false},\"t\":1719394102000}";
    }

    private static List<ListEntry> entries(String reply) throws IOException {
        return Page.of(parse(reply), 1, Long.MAX_VALUE / 2).entries();
    }

    private static Reply parse(String body) throws IOException {
        return Reply.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
