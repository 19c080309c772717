package io.github.ticketstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import org.junit.jupiter.api.Test;

/** Fixed vectors; the first two are published by Tuya and carry signed headers. */
final class RequestSignatureTest {

    private static final String CLIENT_ID = "1KAD46OrT9HafiKdsXeg";
    private static final String SECRET = "4OHBOnWOqaEC1mWXOpVL3yV50s0qGSRC";
    private static final String T = "1588925778000";
    private static final String NONCE = "5138cc3a9033d69856923fd07b491173";
    private static final String ACCESS_TOKEN = "3f4eda2bdec17232f67c0b188af3eec1";
    private static final String SIGNED_HEADERS =
            "area_id:29a33e8796834b1efa6\ncall_id:8afdb70ab2ed11eb85290242ac130003\n";

    @Test
    void signsATokenCallAsTuyaPublishes() {
        String text = RequestSignature.stringToSign("GET", new byte[0], SIGNED_HEADERS, "/v1.0/token?grant_type=1");

        assertThat(RequestSignature.hmac(SECRET, CLIENT_ID + T + NONCE + text))
                .isEqualTo("9E48A3E93B302EEECC803C7241985D0A34EB944F40FB573C7B5C2A82158AF13E");
    }

    @Test
    void signsABusinessCallAsTuyaPublishes() {
        String text = RequestSignature.stringToSign(
                "GET", new byte[0], SIGNED_HEADERS, "/v2.0/apps/schema/users?page_no=1&page_size=50");

        assertThat(RequestSignature.hmac(SECRET, CLIENT_ID + ACCESS_TOKEN + T + NONCE + text))
                .isEqualTo("AE4481C692AA80B25F3A7E12C3A5FD9BBF6251539DD78E565A1A72A508A88784");
    }

    @Test
    void signsThePageOfTicketsWithoutSignedHeaders() {
        assertThat(RequestSignature.of(call("page_no=1&page_size=50"), CLIENT_ID, SECRET, ACCESS_TOKEN, T, NONCE))
                .isEqualTo("C8D1F11F0CEAFEB01C032A4A03475CDEDEEE9C3F4D2FBC66AFF26CCE570504F6");
    }

    @Test
    void sortsParametersBeforeSigning() {
        assertThat(RequestSignature.of(call("page_size=50&page_no=1"), CLIENT_ID, SECRET, ACCESS_TOKEN, T, NONCE))
                .isEqualTo("C8D1F11F0CEAFEB01C032A4A03475CDEDEEE9C3F4D2FBC66AFF26CCE570504F6");
    }

    @Test
    void signsValuesDecodedOnceWhateverTheirFormOnTheWire() {
        assertThat(decoded("in_state_list=Processing,Pending&cate_path=a%20b"))
                .isEqualTo(decoded("cate_path=a%20b&in_state_list=Processing%2CPending"))
                .isEqualTo("cate_path=a b&in_state_list=Processing,Pending");
        assertThat(decoded("in_state_list=Processing%252CPending")).isEqualTo("in_state_list=Processing%2CPending");
        assertThat(decoded("cate_path=a+b")).isEqualTo("cate_path=a+b");
    }

    private static ApiCall call(String query) {
        return new ApiCall(
                "GET",
                SignedClient.FEEDBACKS,
                query,
                ApiCall.parse(query),
                new Headers(),
                new byte[0],
                ParameterStyle.SNAKE_CASE);
    }

    private static String decoded(String query) {
        return ApiCall.decoded(ApiCall.parse(query));
    }
}
