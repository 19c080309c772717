package io.github.ticketstream.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tuya's signature, computed here on its own so that it can prove another implementation wrong.
 *
 * <pre>
 * stringToSign = METHOD \n sha256hex(body) \n signed headers (none here) \n path?sorted-query
 * token call   : client_id                + t + nonce + stringToSign
 * business call: client_id + access_token + t + nonce + stringToSign
 * sign         = upper-case hex of HMAC-SHA256(client_secret, that string)
 * </pre>
 *
 * @see <a href="https://developer.tuya.com/en/docs/iot/new-singnature?id=Kbw0q34cs2e5g">Tuya: Sign Requests</a>
 */
final class RequestSignature {

    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private RequestSignature() {}

    /**
     * Returns the value that the header {@code sign} must have.
     *
     * @param accessToken empty for a token call
     * @param t epoch milliseconds as sent
     * @param nonce empty when none was sent
     */
    static String of(ApiCall call, String clientId, String secret, String accessToken, String t, String nonce) {
        String url = call.path() + (call.query().isEmpty() ? "" : "?" + ApiCall.decoded(call.query()));
        String stringToSign = stringToSign(call.method(), call.body(), "", url);
        return hmac(secret, clientId + accessToken + t + nonce + stringToSign);
    }

    static String stringToSign(String method, byte[] body, String signedHeaders, String url) {
        return method + "\n" + sha256(body) + "\n" + signedHeaders + "\n" + url;
    }

    static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return UPPER.formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Lower-case hex, as the body's hash is written. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
