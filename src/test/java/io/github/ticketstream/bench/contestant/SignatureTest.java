package io.github.ticketstream.bench.contestant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The vectors were computed with {@code openssl dgst -sha256 -hmac}; the program's own signer is held to the same. */
final class SignatureTest {
    private final Signature signature = Signature.with("1KAD46OrT9HafiKdsXeg", "4OHBOnWOqaEC1mWXOpVL3yV50s0qGSRC");

    @Test
    void aPageIsSignedAsTheApiAsksFor() {
        String sign = signature.sign(
                "/v1.0/iot-01/ticket/feedbacks?page_no=1&page_size=50",
                "3f4eda2bdec17232f67c0b188af3eec1",
                "1588925778000",
                "5138cc3a9033d69856923fd07b491173");

        assertThat(sign).isEqualTo("C8D1F11F0CEAFEB01C032A4A03475CDEDEEE9C3F4D2FBC66AFF26CCE570504F6");
    }

    @Test
    void theSecretIsNotShown() {
        assertThat(signature.toString()).doesNotContain("4OHB").contains("1KAD46OrT9HafiKdsXeg");
    }
}
