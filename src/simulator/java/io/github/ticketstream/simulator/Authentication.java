package io.github.ticketstream.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;

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
    private final Clock clock;

    Authentication(String clientId, String clientSecret, Tokens tokens, Clock clock) {
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
        String accessToken = call.header("access_token").orElseThrow(Refusal::tokenIsNull);
        check(call, accessToken);
        if (!tokens.accepts(accessToken)) {
            throw Refusal.tokenInvalid();
        }
    }

    private void check(ApiCall call, String accessToken) {
        String callerId = required(call, "client_id");
        String sign = required(call, "sign");
        String t = required(call, "t");
        if (!required(call, "sign_method").equals("HMAC-SHA256")) {
            throw Refusal.signInvalid();
        }
        if (!callerId.equals(clientId)) {
            throw Refusal.clientIdInvalid();
        }
        checkTime(t);
        if (call.header("Signature-Headers").isPresent()) {
            // Tuya's own SDKs disagree on how these are signed; a client that avoids them is on firm ground.
            throw Refusal.signInvalid();
        }
        String nonce = call.header("nonce").orElse("");
        String expected = RequestSignature.of(call, clientId, clientSecret, accessToken, t, nonce);
        if (!MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), sign.getBytes(StandardCharsets.UTF_8))) {
            throw Refusal.signInvalid();
        }
    }

    private void checkTime(String t) {
        long millis;
        try {
            millis = Long.parseLong(t);
        } catch (NumberFormatException e) {
            throw Refusal.requestTimeInvalid();
        }
        if (Math.abs(clock.millis() - millis) > TOLERANCE.toMillis()) {
            throw Refusal.requestTimeInvalid();
        }
    }

    private static String required(ApiCall call, String header) {
        return call.header(header).orElseThrow(() -> Refusal.headerMissing(header));
    }
}
