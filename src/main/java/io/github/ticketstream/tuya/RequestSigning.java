package io.github.ticketstream.tuya;

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
    private final RequestSigner signer;
    private final AccessToken token;
    private final ServerClock clock;

    RequestSigning(String clientId, RequestSigner signer, AccessToken token, ServerClock clock) {
        this.clientId = clientId;
        this.signer = signer;
        this.token = token;
        this.clock = clock;
    }

    @Override
    public void process(HttpRequest request, EntityDetails entity, HttpContext context) {
        String target = request.getRequestUri();
        String accessToken = target.contains(AccessToken.PATH + "?") ? "" : token.value();
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
