package io.github.ticketstream.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The simplest client that Tuya would accept, for the simulator's own tests. */
final class SignedClient {

    static final String FEEDBACKS = "/v1.0/iot-01/ticket/feedbacks";
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final TuyaSimulator tuya;
    private final Clock clock;
    private String accessToken = "";

    SignedClient(TuyaSimulator tuya) {
        this(tuya, Clock.systemUTC());
    }

    SignedClient(TuyaSimulator tuya, Clock clock) {
        this.tuya = tuya;
        this.clock = clock;
    }

    /** Gets a token and uses it from here on. */
    SignedClient login() {
        accessToken = token().at("/result/access_token").asText();
        return this;
    }

    SignedClient use(String token) {
        accessToken = token;
        return this;
    }

    JsonNode token() {
        return json(get("/v1.0/token?grant_type=1"));
    }

    JsonNode page(int pageNo, int pageSize) {
        return json(getPage(pageNo, pageSize));
    }

    HttpResponse<String> getPage(int pageNo, int pageSize) {
        return get(FEEDBACKS + "?page_no=" + pageNo + "&page_size=" + pageSize);
    }

    JsonNode feedbacks(String query) {
        return json(get(query.isEmpty() ? FEEDBACKS : FEEDBACKS + "?" + query));
    }

    HttpResponse<String> get(String pathAndQuery) {
        try {
            return exchange(pathAndQuery);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> exchange(String pathAndQuery) throws IOException {
        return send(request(pathAndQuery, signedHeaders(pathAndQuery)));
    }

    HttpRequest request(String pathAndQuery, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tuya.baseUrl() + pathAndQuery))
                // Whatever the fault, a client must never hang; a test that waits this long fails.
                .timeout(Duration.ofSeconds(10));
        headers.forEach(request::header);
        return request.build();
    }

    HttpResponse<String> send(HttpRequest request) throws IOException {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            return http.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The headers of a request whose values are signed decoded, however they travel. */
    Map<String, String> signedHeaders(String pathAndQuery) {
        return headers(URLDecoder.decode(pathAndQuery, StandardCharsets.UTF_8));
    }

    /** @param signedUrl what goes into the signature, as it is */
    Map<String, String> headers(String signedUrl) {
        String t = Long.toString(clock.millis());
        boolean business = !signedUrl.startsWith("/v1.0/token");
        String stringToSign = RequestSignature.stringToSign("GET", new byte[0], "", signedUrl);
        Map<String, String> headers = new TreeMap<>();
        headers.put("client_id", tuya.clientId());
        headers.put("t", t);
        headers.put("sign_method", "HMAC-SHA256");
        if (business && !accessToken.isEmpty()) {
            headers.put("access_token", accessToken);
        }
        String token = business ? accessToken : "";
        headers.put("sign", RequestSignature.hmac(tuya.clientSecret(), tuya.clientId() + token + t + stringToSign));
        return headers;
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }
}
