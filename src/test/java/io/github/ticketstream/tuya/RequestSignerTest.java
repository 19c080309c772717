package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vectors with signature headers are Tuya's own ("Sign Requests for Cloud Authorization"); the others were computed
 * with {@code openssl dgst -sha256 -hmac}, from the same inputs.
 */
final class RequestSignerTest {
    private static final String TOKEN = "3f4eda2bdec17232f67c0b188af3eec1";
    private static final long TIME = 1588925778000L;
    private static final String NONCE = "5138cc3a9033d69856923fd07b491173";
    private static final String SIGNATURE_HEADERS =
            "area_id:29a33e8796834b1efa6\ncall_id:8afdb70ab2ed11eb85290242ac130003\n";

    private static String sign(String target, String token, String signatureHeaders) {
        return RequestSigner.signature(
                "4OHBOnWOqaEC1mWXOpVL3yV50s0qGSRC",
                "1KAD46OrT9HafiKdsXeg" + token + TIME + NONCE + RequestSigner.stringToSign(target, signatureHeaders));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Tuya's, of a token call    | true  | /v1.0/token?grant_type=1                        | 9E48A3E93B302EEECC803C7241985D0A34EB944F40FB573C7B5C2A82158AF13E
            Tuya's, of a business call | true  | /v2.0/apps/schema/users?page_no=1&page_size=50  | AE4481C692AA80B25F3A7E12C3A5FD9BBF6251539DD78E565A1A72A508A88784
            no signature headers       | false | /v1.0/iot-01/ticket/feedbacks?page_no=1&page_size=50 | C8D1F11F0CEAFEB01C032A4A03475CDEDEEE9C3F4D2FBC66AFF26CCE570504F6
            a blank                    | false | /v1.0/iot-01/ticket/feedbacks?cate_path=a%20b&page_no=1 | 19F5D95A62AF44EB82D16D7D9FCDBE81A2CE71DF0E51539F491CA1D7101071CB
            what must be encoded       | false | /v1.0/iot-01/ticket/feedbacks?cate_path=%E6%B6%82%E9%B8%A6%20%26%2050%25%3D%2B&page_no=1 | EBA367F03CAA2FE272F3BCBE5CE22116A8C4BE06F772B8290CF907F6BFEC9513
            no query, no question mark | false | /v1.0/iot-01/ticket/feedbacks                   | 5BB5C7EA3887EBAA11E4B02EEBA973FE367F6F8C2F292E04C67FEACB56365668
            """)
    void signsAsTuyaDoes(String what, boolean withHeaders, String target, String expected) {
        String token = target.startsWith("/v1.0/token") ? "" : TOKEN;

        assertThat(sign(target, token, withHeaders ? SIGNATURE_HEADERS : "")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "in_state_list=Processing,Pending&page_no=1",
                "in_state_list=Processing%2CPending&page_no=1",
                "in_state_list=Processing%2cPending&page_no=1",
                "page_no=1&in_state_list=Processing,Pending"
            })
    void theSameParametersSignTheSameHoweverTheyTravel(String query) {
        String sign = sign("/v1.0/iot-01/ticket/feedbacks?" + query, TOKEN, "");

        assertThat(sign).isEqualTo("C4D790E874DD3A480101F87578F4886E7CE8FFD94555E34065F9517CBC998C38");
    }

    @Test
    void manyThreadsMaySignAtOnce() {
        String right = "9E48A3E93B302EEECC803C7241985D0A34EB944F40FB573C7B5C2A82158AF13E";

        long wrong = IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(i -> sign("/v1.0/token?grant_type=1", "", SIGNATURE_HEADERS))
                .filter(sign -> !sign.equals(right))
                .count();

        assertThat(wrong).isZero();
    }
}
