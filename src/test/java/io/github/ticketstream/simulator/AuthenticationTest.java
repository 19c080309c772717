package io.github.ticketstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthenticationTest {

    private static final Instant NOW = Instant.parse("2024-06-26T09:28:22Z");
    private static final String PAGE = SignedClient.FEEDBACKS + "?page_no=1&page_size=50";

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final TuyaSimulator tuya =
            TuyaSimulator.builder().clock(clock).seed(7).start();
    private final SignedClient client = new SignedClient(tuya, clock);

    @AfterEach
    void stop() {
        tuya.close();
    }

    @Test
    void admitsAFreshTokenAndAnswersInTheEnvelope() {
        JsonNode reply = client.login().page(1, 50);

        assertThat(reply.get("success").asBoolean()).isTrue();
        assertThat(reply.get("t").asLong()).isEqualTo(NOW.toEpochMilli());
        assertThat(reply.get("tid").asText()).hasSize(32);
    }

    @Test
    void errorsComeWithHttp200() {
        HttpResponse<String> reply =
                client.use("0123456789abcdef0123456789abcdef").get(PAGE);

        assertThat(reply.statusCode()).isEqualTo(200);
        JsonNode json = SignedClient.json(reply);
        assertThat(json.get("success").asBoolean()).isFalse();
        assertThat(json.get("code").asInt()).isEqualTo(1010);
        assertThat(json.get("msg").asText()).isEqualTo("token invalid");
        assertThat(json.has("result")).isFalse();
    }

    @Test
    void verifiesThePublishedInputs() throws IOException {
        Clock vectorTime = Clock.fixed(Instant.ofEpochMilli(1588925778000L), ZoneOffset.UTC);
        try (TuyaSimulator vector = TuyaSimulator.builder()
                .clock(vectorTime)
                .credentials("1KAD46OrT9HafiKdsXeg", "4OHBOnWOqaEC1mWXOpVL3yV50s0qGSRC")
                .start()) {
            Map<String, String> headers = Map.of(
                    "client_id", "1KAD46OrT9HafiKdsXeg",
                    "access_token", "3f4eda2bdec17232f67c0b188af3eec1",
                    "t", "1588925778000",
                    "nonce", "5138cc3a9033d69856923fd07b491173",
                    "sign_method", "HMAC-SHA256",
                    "sign", "C8D1F11F0CEAFEB01C032A4A03475CDEDEEE9C3F4D2FBC66AFF26CCE570504F6");
            SignedClient raw = new SignedClient(vector, vectorTime);

            // The signature is right; that token was never issued here.
            assertThat(code(raw.send(raw.request(PAGE, headers)))).isEqualTo(1010);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, nobody, 1005",
        "sign, 00, 1004",
        "sign_method, MD5, 1004",
        "nonce, not-signed, 1004",
        "Signature-Headers, area_id, 1004",
        "t, yesterday, 1013",
        "access_token, '', 1002",
        "client_id, '', 1105",
        "sign, '', 1105",
        "t, '', 1105",
        "sign_method, '', 1105"
    })
    void refusesAWrongOrMissingHeader(String header, String value, int code) throws IOException {
        Map<String, String> headers = client.login().headers(PAGE);
        headers.put(header, value);

        assertThat(code(client.send(client.request(PAGE, headers)))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "300, 0", "-300, 0", "301, 1013", "-301, 1013"})
    void allowsFiveMinutesOfClockSkewEitherWay(long seconds, int code) {
        SignedClient skewed = new SignedClient(tuya, Clock.offset(clock, Duration.ofSeconds(seconds)));

        assertThat(skewed.token().path("code").asInt()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "in_state_list=Processing,Pending",
                "in_state_list=Processing%2CPending",
                "cate_path=a%20b",
                "cate_path=%E7%81%AF"
            })
    void acceptsValuesSignedDecodedInWhateverFormTheyTravel(String query) {
        assertThat(client.login().feedbacks(query).get("success").asBoolean()).isTrue();
    }

    @Test
    void refusesDoubleEncodedValues() throws IOException {
        Map<String, String> headers =
                client.login().headers(SignedClient.FEEDBACKS + "?in_state_list=Processing,Pending");

        assertThat(code(client.send(
                        client.request(SignedClient.FEEDBACKS + "?in_state_list=Processing%252CPending", headers))))
                .isEqualTo(1004);
    }

    @Test
    void refusesASpaceSentAsPlus() throws IOException {
        Map<String, String> headers = client.login().headers(SignedClient.FEEDBACKS + "?cate_path=a b");

        assertThat(code(client.send(client.request(SignedClient.FEEDBACKS + "?cate_path=a+b", headers))))
                .isEqualTo(1004);
    }

    @Test
    void refusesValuesSignedEncoded() throws IOException {
        String url = SignedClient.FEEDBACKS + "?in_state_list=Processing%2CPending";

        assertThat(code(client.send(client.request(url, client.login().headers(url)))))
                .isEqualTo(1004);
    }

    @ParameterizedTest
    @CsvSource({"/v1.0/token?grant_type=2, 1003", "/v1.0/token, 1003", "/v1.0/elsewhere, 1108"})
    void refusesWhatItDoesNotServe(String path, int code) {
        assertThat(code(client.get(path))).isEqualTo(code);
    }

    private static int code(HttpResponse<String> reply) {
        return SignedClient.json(reply).path("code").asInt();
    }
}
