package io.github.ticketstream.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The simplest client that Tuya would accept, for the simulator's own tests. */
final class SignedClient {
    static final String FEEDBACKS = "/v1.0/iot-01/ticket/feedbacks";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final TuyaSimulator tuya;
    private final Clock clock;
    private String accessToken = "";

    SignedClient(TuyaSimulator tuya, Clock clock) {
        this.tuya = tuya;
        this.clock = clock;
    }

    SignedClient login() {
        return use(get("/v1.0/token?grant_type=1").at("/result/access_token").asText());
    }

    SignedClient use(String token) {
        accessToken = token;
        return this;
    }

    JsonNode get(String pathAndQuery) {
        return json(pathAndQuery, headers(pathAndQuery));
    }

    JsonNode json(String pathAndQuery, Map<String, String> headers) {
        try {
            return new ObjectMapper().readTree(send(pathAndQuery, headers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a reply came at all. */
    boolean ask(String pathAndQuery) {
        try {
            return !send(pathAndQuery, headers(pathAndQuery)).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private String send(String pathAndQuery, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tuya.baseUrl() + pathAndQuery))
                // Whatever the fault, a client must never hang; a test that waits this long fails.
                .timeout(Duration.ofSeconds(4));
        headers.forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @param signedUrl what goes into the signature, as it is */
    Map<String, String> headers(String signedUrl) {
        String t = Long.toString(clock.millis());
        String token = signedUrl.startsWith("/v1.0/token") ? "" : accessToken;
        String stringToSign = RequestSignature.stringToSign("GET", new byte[0], "", signedUrl);
        Map<String, String> headers = new TreeMap<>();
        headers.put("client_id", tuya.clientId());
        headers.put("t", t);
        headers.put("sign_method", "HMAC-SHA256");
        if (!token.isEmpty()) {
            headers.put("access_token", token);
        }
        headers.put("sign", RequestSignature.hmac(tuya.clientSecret(), tuya.clientId() + token + t + stringToSign));
        return headers;
    }
}
