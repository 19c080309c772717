package io.github.ticketstream.bench.contestant;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Signed calls by one pooled client. The token is asked for at once, in the background, and once only. */
final class RawApi {
    private static final String EMPTY_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final String baseUrl = System.getenv("TUYA_BASE_URL");
    private final int pageSize = Integer.parseInt(System.getenv("TICKETS_PAGE_SIZE"));
    private final String clientId = System.getenv("TUYA_CLIENT_ID");
    private final SecretKeySpec key =
            new SecretKeySpec(System.getenv("TUYA_CLIENT_SECRET").getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    private final CloseableHttpClient client;
    private final CompletableFuture<String> token;

    /** @param concurrent requests in flight at most */
    RawApi(int concurrent) {
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(concurrent)
                        .setMaxConnTotal(concurrent)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .build();
        this.token = CompletableFuture.supplyAsync(this::requestToken);
    }

    int pageSize() {
        return pageSize;
    }

    byte[] page(int number) {
        return get("/v1.0/iot-01/ticket/feedbacks?page_no=" + number + "&page_size=" + pageSize, token.join());
    }

    private String requestToken() {
        try {
            byte[] reply = get("/v1.0/token?grant_type=1", "");
            return new ObjectMapper().readTree(reply).at("/result/access_token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] get(String target, String accessToken) {
        String time = Long.toString(System.currentTimeMillis());
        String nonce = UUID.randomUUID().toString();
        HttpGet request = new HttpGet(baseUrl + target);
        request.setHeader("client_id", clientId);
        request.setHeader("t", time);
        request.setHeader("nonce", nonce);
        request.setHeader("sign_method", "HMAC-SHA256");
        request.setHeader("sign", sign(clientId + accessToken + time + nonce + "GET\n" + EMPTY_BODY + "\n\n" + target));
        if (!accessToken.isEmpty()) {
            request.setHeader("access_token", accessToken);
        }
        try {
            return client.execute(request, reply -> EntityUtils.toByteArray(reply.getEntity()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().withUpperCase().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
