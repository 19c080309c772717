package io.github.ticketstream.simulator;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Checks whether a client may call. The checks, in order: the headers are there (1105, 1002), the client is known
 * (1005), its clock is right (1013), the request is signed (1004), the token is alive (1010).
 *
 * <p>A Tuya project has one live pair of access and refresh token at a time. {@code GET /v1.0/token?grant_type=1} gives
 * that pair, and a new one when less than a second of it is left; {@code expire_time} counts <em>seconds</em>, and is
 * what is left: a client that asks twice gets the same token with less of it. {@code GET /v1.0/token/{refresh_token}}
 * kills the pair and gives a new one: a refresh token works once.
 */
final class Authentication {

    /** The largest difference between {@code t} and the server's clock, either way. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final SimulatorBuilder settings;
    private final InstantSource serverClock;
    private final List<String> issued = new ArrayList<>();
    private Pair live;

    /** @param expiresAt end of the access token; the refresh token lives until it is used or its pair is replaced */
    private record Pair(String accessToken, String refreshToken, Instant expiresAt) {}

    Authentication(SimulatorBuilder settings, InstantSource serverClock) {
        this.settings = settings;
        this.serverClock = serverClock;
    }

    /** Answers a token call by its {@code result}. It is signed without an access token, even if one is sent along. */
    synchronized String token(ApiCall call) {
        check(call, "");
        if (!call.path().equals(ApiCall.TOKEN_PATH)) {
            String refreshToken = call.path().substring(ApiCall.TOKEN_PATH.length() + 1);
            if (live == null || !live.refreshToken.equals(refreshToken)) {
                throw new Refusal(1010, "token invalid");
            }
            live = issue();
        } else if (!call.parameter("grant_type").equals("1")) {
            throw new Refusal(1003, "grant type invalid");
        } else if (live == null || secondsLeft() < 1) {
            live = issue();
        }
        return "{\"access_token\":\"%s\",\"expire_time\":%d,\"refresh_token\":\"%s\",\"uid\":\"bay1588925778000Simu\"}"
                .formatted(live.accessToken, secondsLeft(), live.refreshToken);
    }

    /** Unknown, expired and revoked tokens look the same from outside. */
    synchronized void checkBusinessCall(ApiCall call) {
        String accessToken = call.header("access_token").orElseThrow(() -> new Refusal(1002, "access_token is null"));
        check(call, accessToken);
        if (live == null
                || !live.accessToken.equals(accessToken)
                || !settings.clock.instant().isBefore(live.expiresAt)) {
            throw new Refusal(1010, "token invalid");
        }
    }

    synchronized void revokeAll() {
        live = null;
    }

    /** Access and refresh tokens that were ever given out. */
    synchronized List<String> issued() {
        return List.copyOf(issued);
    }

    private void check(ApiCall call, String accessToken) {
        String callerId = required(call, "client_id");
        String sign = required(call, "sign");
        String t = required(call, "t");
        String signMethod = required(call, "sign_method");
        if (!callerId.equals(settings.clientId)) {
            throw new Refusal(1005, "clientId invalid");
        }
        if (!t.matches("\\d{1,18}") || Math.abs(serverClock.millis() - Long.parseLong(t)) > TOLERANCE.toMillis()) {
            throw new Refusal(1013, "request time is invalid");
        }
        String nonce = call.header("nonce").orElse("");
        String expected =
                RequestSignature.of(call, settings.clientId, settings.clientSecret, accessToken, t, nonce);
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

    private long secondsLeft() {
        return Duration.between(settings.clock.instant(), live.expiresAt).toSeconds();
    }

    private Pair issue() {
        Pair pair = new Pair(hex32(), hex32(), settings.clock.instant().plus(settings.tokenLifetime));
        issued.add(pair.accessToken);
        issued.add(pair.refreshToken);
        return pair;
    }

    private String hex32() {
        byte[] bytes = new byte[16];
        settings.random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
