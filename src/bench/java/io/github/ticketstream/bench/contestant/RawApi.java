package io.github.ticketstream.bench.contestant;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Signed calls by one pooled client. The token is asked for at once, in the background, and once only. */
final class RawApi {
    private final String baseUrl = System.getenv("TUYA_BASE_URL");
    private final int pageSize = Integer.parseInt(System.getenv("TICKETS_PAGE_SIZE"));
    private final Signature signature = Signature.fromEnvironment();
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

    /** The reply as it came. */
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
        HttpGet request = new HttpGet(baseUrl + target);
        signature.headers(target, accessToken).forEach(request::setHeader);
        try {
            return client.execute(request, reply -> EntityUtils.toByteArray(reply.getEntity()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
