package io.github.ticketstream.tuya;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.net.WWWFormCodec;

/** Signs requests without body. Source: Tuya's "Sign Requests for Cloud Authorization". */
final class RequestSigner {
    /** SHA-256 of an empty body, in hex. */
    private static final String EMPTY_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final String clientId;
    private final byte[] secret;

    RequestSigner(String clientId, String clientSecret) {
        this.clientId = clientId;
        this.secret = clientSecret.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Signs a GET.
     *
     * @param target path and query as they go on the wire; values may be percent-encoded, they are signed decoded
     * @param token the access token, empty for the token call itself
     * @param time epoch milliseconds
     * @param signatureHeaders {@code key:value\n} for each header named in {@code Signature-Headers}; we send none
     * @return HMAC-SHA256 in upper-case hex
     */
    String sign(String target, String token, long time, String nonce, String signatureHeaders) {
        String request = "GET\n" + EMPTY_BODY + "\n" + signatureHeaders + "\n" + signedUrl(target);
        // One of its own for each call: requests are signed by several threads, and a Mac is for one.
        HmacUtils hmac = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret);
        return hmac.hmacHex(clientId + token + time + nonce + request).toUpperCase(Locale.ROOT);
    }

    private static String signedUrl(String target) {
        int mark = target.indexOf('?');
        if (mark < 0) {
            return target;
        }
        List<NameValuePair> parameters = WWWFormCodec.parse(target.substring(mark + 1), StandardCharsets.UTF_8);
        return parameters.stream()
                .sorted(Comparator.comparing(NameValuePair::getName))
                .map(parameter -> parameter.getName() + "=" + parameter.getValue())
                .collect(Collectors.joining("&", target.substring(0, mark + 1), ""));
    }
}
