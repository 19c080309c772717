package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyTest {
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
    void aFailureHasItsCodeMessageAndId() throws IOException {
        Reply reply = parse("{\"code\":1010,\"msg\":\"token invalid\",\"success\":false,\"t\":1,\"tid\":\"b2\"}");

        assertThat(reply).isEqualTo(new Reply(false, null, "1010", "token invalid", "b2", 1));
    }

    @Test
    void aFailureMayHaveNothingElse() throws IOException {
        assertThat(parse("{\"success\":false}")).isEqualTo(new Reply(false, null, "", "", "", 0));
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
                "{\"success\":true,\"result\":{\"list\":[}}",
                "{\"success\":true,\"result\":\"\u0001\"}"
            })
    void whatIsNoEnvelopeIsRefused(String body) {
        assertThatIOException().isThrownBy(() -> parse(body));
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] latin1 = "{\"success\":true,\"msg\":\"Größe\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatIOException().isThrownBy(() -> Reply.read(latin1));
    }

    @Test
    void numbersMayBeAsLongAsTheyLike() throws IOException {
        String number = "9".repeat(5_000);

        Reply reply = parse(
                "{\"success\":true,\"result\":{\"list\":[" + number + "],\"has_more\":false,\"x\":" + number + "}}");

        assertThat(Page.of(reply, 1, 0).entries().get(0).json().text()).isEqualTo(number);
    }

    private static Reply parse(String body) throws IOException {
        return Reply.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
