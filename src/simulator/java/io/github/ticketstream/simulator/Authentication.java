package io.github.ticketstream.simulator;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Who may call. The checks, in order: the headers are there (1105, 1002), the client is known (1005), its clock is
 * right (1013), the request is signed (1004), the token is alive (1010).
 */
final class Authentication {

    /** How far {@code t} may be from the server's clock, either way. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final String clientId;
    private final String clientSecret;
    private final Tokens tokens;
    private final InstantSource clock;

    Authentication(String clientId, String clientSecret, Tokens tokens, InstantSource clock) {
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** A token call is signed without an access token, even if one is sent along. */
    void checkTokenCall(ApiCall call) {
        check(call, "");
    }

    void checkBusinessCall(ApiCall call) {
        String accessToken = call.header("access_token").orElseThrow(() -> new Refusal(1002, "access_token is null"));
        check(call, accessToken);
        if (!tokens.accepts(accessToken)) {
            throw Refusal.tokenInvalid();
        }
    }

    private void check(ApiCall call, String accessToken) {
        String callerId = required(call, "client_id");
        String sign = required(call, "sign");
        String t = required(call, "t");
        String signMethod = required(call, "sign_method");
        if (!callerId.equals(clientId)) {
            throw new Refusal(1005, "clientId invalid");
        }
        if (!t.matches("\\d{1,18}") || Math.abs(clock.millis() - Long.parseLong(t)) > TOLERANCE.toMillis()) {
            throw new Refusal(1013, "request time is invalid");
        }
        String nonce = call.header("nonce").orElse("");
        String expected = RequestSignature.of(call, clientId, clientSecret, accessToken, t, nonce);
        // Tuya's own SDKs disagree on how headers are signed; a client that avoids them is on firm ground.
        if (call.header("Signature-Headers").isPresent()
                || !signMethod.equals("HMAC-SHA256")
                || !MessageDigest.isEqual(Envelope.utf8(expected), Envelope.utf8(sign))) {
            throw new Refusal(1004, "sign invalid");
        }
    }

    private static String required(ApiCall call, String header) {
        return call.header(header).orElseThrow(() -> new Refusal(1105, "missing the header: " + header));
    }
}
