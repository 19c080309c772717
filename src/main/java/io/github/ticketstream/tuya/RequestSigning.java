package io.github.ticketstream.tuya;

import io.github.ticketstream.settings.TuyaSettings;
import java.util.UUID;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Signs each request as the last step before it goes out. Here, what is signed is what travels, and neither token nor
 * signature ever is part of a Camel message.
 */
final class RequestSigning implements HttpRequestInterceptor {
    private final String clientId;
    private final String basePath;
    private final RequestSigner signer;
    private final AccessToken token;
    private final TuyaClock clock;

    /** Signs for a project; only what is behind the address's own path is Tuya's. */
    RequestSigning(TuyaSettings settings, AccessToken token, TuyaClock clock) {
        this.clientId = settings.clientId();
        this.basePath = settings.basePath();
        this.signer = new RequestSigner(settings.clientId(), settings.clientSecret());
        this.token = token;
        this.clock = clock;
    }

    @Override
    public void process(HttpRequest request, EntityDetails entity, HttpContext context) {
        // Not the request URI, which is the whole address where a proxy is asked; nor what a gateway puts before the
        // path.
        String target = request.getPath().substring(basePath.length());
        String accessToken = target.startsWith(AccessToken.PATH + "?") ? "" : token.value();
        long time = clock.millis();
        String nonce = UUID.randomUUID().toString();
        request.setHeader("client_id", clientId);
        request.setHeader("t", Long.toString(time));
        request.setHeader("nonce", nonce);
        request.setHeader("sign_method", "HMAC-SHA256");
        request.setHeader("sign", signer.sign(target, accessToken, time, nonce, ""));
        request.setHeader("lang", "en");
        if (!accessToken.isEmpty()) {
            request.setHeader("access_token", accessToken);
        }
    }
}
