package io.github.ticketstream.tuya;

import io.github.ticketstream.settings.TuyaSettings;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.WWWFormCodec;

/**
 * Signs each request as the last step before it goes out. Here the signed path is the one that is sent, and neither
 * token nor signature is ever part of a Camel message. Source: Tuya's "Sign Requests for Cloud Authorization".
 */
final class RequestSigner implements HttpRequestInterceptor {
    /** SHA-256 of an empty body, in hex: we only send GET. */
    private static final String EMPTY_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final TuyaSettings settings;
    private final AccessToken token;
    private final TuyaClock clock;

    RequestSigner(TuyaSettings settings, AccessToken token, TuyaClock clock) {
        this.settings = settings;
        this.token = token;
        this.clock = clock;
    }

    @Override
    public void process(HttpRequest request, EntityDetails entity, HttpContext context) {
        // Not the request URI, which is the whole address if a proxy is used; nor the part that a gateway puts before
        // the path.
        String target = request.getPath().substring(settings.basePath().length());
        String accessToken = target.startsWith(AccessToken.PATH + "?") ? "" : token.value();
        String time = Long.toString(clock.millis());
        String nonce = UUID.randomUUID().toString();
        String signed = settings.clientId() + accessToken + time + nonce + stringToSign(target, "");
        request.setHeader("client_id", settings.clientId());
        request.setHeader("t", time);
        request.setHeader("nonce", nonce);
        request.setHeader("sign_method", "HMAC-SHA256");
        request.setHeader("sign", signature(settings.clientSecret(), signed));
        request.setHeader("lang", "en");
        if (!accessToken.isEmpty()) {
            request.setHeader("access_token", accessToken);
        }
    }

    static String signature(String secret, String text) {
        // One of its own for each call: requests are signed by several threads, and a Mac is for one.
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmacHex(text).toUpperCase(Locale.ROOT);
    }

    /**
     * @param target path and query as they go on the wire; values may be percent-encoded, they are signed decoded
     * @param signatureHeaders {@code key:value\n} for each header named in {@code Signature-Headers}; we send none
     */
    static String stringToSign(String target, String signatureHeaders) {
        return "GET\n" + EMPTY_BODY + "\n" + signatureHeaders + "\n" + signedUrl(target);
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
