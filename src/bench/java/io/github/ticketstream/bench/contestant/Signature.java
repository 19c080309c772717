package io.github.ticketstream.bench.contestant;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs a GET whose query is sorted and holds nothing that needs an escape. Source: Tuya's "Sign Requests". */
record Signature(String clientId, SecretKeySpec key) {
    private static final String EMPTY_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    static Signature fromEnvironment() {
        return with(System.getenv("TUYA_CLIENT_ID"), System.getenv("TUYA_CLIENT_SECRET"));
    }

    static Signature with(String clientId, String secret) {
        return new Signature(clientId, new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    }

    /**
     * All headers of a call.
     *
     * @param target path and query
     * @param token empty for the token call itself
     */
    Map<String, String> headers(String target, String token) {
        String time = Long.toString(System.currentTimeMillis());
        String nonce = UUID.randomUUID().toString();
        Map<String, String> headers = new HashMap<>(Map.of(
                "client_id",
                clientId,
                "t",
                time,
                "nonce",
                nonce,
                "sign_method",
                "HMAC-SHA256",
                "sign",
                sign(target, token, time, nonce),
                "lang",
                "en"));
        if (!token.isEmpty()) {
            headers.put("access_token", token);
        }
        return headers;
    }

    String sign(String target, String token, String time, String nonce) {
        String text = clientId + token + time + nonce + "GET\n" + EMPTY_BODY + "\n\n" + target;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HEX.formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "Signature[clientId=" + clientId + "]";
    }
}
