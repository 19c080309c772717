package io.github.ticketstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replies that arrive whole and are wrong, as a client sees them. */
@Timeout(60)
final class FaultyReplyTest {

    private static final String PAGE = SignedClient.FEEDBACKS + "?page_no=1&page_size=50";

    private final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22Z"));
    private final TuyaSimulator tuya = TuyaSimulator.builder().clock(clock).start();
    private final SignedClient client = new SignedClient(tuya, clock).login();

    FaultyReplyTest() {
        tuya.tickets().addGenerated(50, 1);
        tuya.log().clear();
    }

    @AfterEach
    void stop() {
        tuya.close();
    }

    @Test
    void apiErrorIsAFailureEnvelopeWithHttp200() {
        tuya.faults().next(1, Calls.feedbacks(), Fault.apiError(28841004, "quota \"spent\""));

        HttpResponse<String> reply = client.get(PAGE);

        JsonNode json = SignedClient.json(reply);
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(json.get("success").asBoolean()).isFalse();
        assertThat(json.get("code").isInt()).isTrue();
        assertThat(json.get("code").asInt()).isEqualTo(28841004);
        assertThat(json.get("msg").asText()).isEqualTo("quota \"spent\"");
        assertThat(json.get("t").asLong()).isEqualTo(clock.millis());
        assertLogged("code 28841004");
        assertHealthy();
    }

    @Test
    void apiErrorMayHaveItsCodeAsAString() {
        tuya.faults().next(1, Calls.feedbacks(), Fault.apiError("1010", "token invalid"));

        assertThat(SignedClient.json(client.get(PAGE)).get("code").isTextual()).isTrue();
        assertLogged("code 1010");
    }

    @Test
    void statusMayCarryRetryAfterInBothForms() {
        tuya.faults().next(1, Calls.feedbacks(), Fault.status(503));
        assertThat(client.get(PAGE).headers().firstValue("Retry-After")).isEmpty();

        tuya.faults().next(1, Calls.feedbacks(), Fault.status(429).retryAfter(Duration.ofSeconds(7)));
        HttpResponse<String> seconds = client.get(PAGE);
        assertThat(seconds.statusCode()).isEqualTo(429);
        assertThat(seconds.headers().firstValue("Retry-After")).contains("7");

        tuya.faults().next(1, Calls.feedbacks(), Fault.status(503).retryAfterDate(Duration.ofSeconds(98)));
        HttpResponse<String> date = client.get(PAGE);
        assertThat(date.statusCode()).isEqualTo(503);
        assertThat(date.headers().firstValue("Retry-After")).contains("Wed, 26 Jun 2024 09:30:00 GMT");
        assertLogged("http 503", "http 429", "http 503");
    }

    @Test
    void htmlComesWithStatus200() {
        tuya.faults().next(1, Calls.feedbacks(), Fault.html());

        HttpResponse<String> reply = client.get(PAGE);

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(reply.body()).startsWith("<!DOCTYPE html>");
        assertLogged("html");
    }

    @Test
    void invalidJsonDoesNotParse() {
        tuya.faults().next(1, Calls.feedbacks(), Fault.invalidJson());

        HttpResponse<String> reply = client.get(PAGE);

        assertThat(reply.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThatThrownBy(() -> SignedClient.JSON.readTree(reply.body())).isInstanceOf(JsonProcessingException.class);
        assertLogged("invalid-json");
    }

    @Test
    void truncatedJsonIsWholeForHttpOnly() {
        int whole = client.get(PAGE).body().length();
        tuya.log().clear();
        tuya.faults().next(1, Calls.feedbacks(), Fault.truncatedJson());

        HttpResponse<String> reply = client.get(PAGE);

        assertThat(reply.body()).startsWith("{\"result\":{\"page_no\":1").hasSizeLessThan(whole);
        assertThatThrownBy(() -> SignedClient.JSON.readTree(reply.body())).isInstanceOf(JsonProcessingException.class);
        assertLogged("truncated-json");
        assertThat(tuya.log().versions()).isEmpty();
    }

    @Test
    void oversizeIsValidJsonOfTheSizeAskedFor() {
        tuya.faults().next(1, Calls.feedbacks(), Fault.oversize(20_000_000));

        HttpResponse<String> reply = client.get(PAGE);

        assertThat(reply.body().length()).isGreaterThan(20_000_000);
        assertThat(SignedClient.json(reply).get("code").asInt()).isEqualTo(500);
        assertLogged("oversize");
    }

    @Test
    void redirectPointsElsewhere() {
        tuya.faults().next(1, Calls.feedbacks(), Fault.redirect("http://127.0.0.1:9/login"));

        HttpResponse<String> reply = client.get(PAGE);

        assertThat(reply.statusCode()).isEqualTo(302);
        assertThat(reply.headers().firstValue("Location")).contains("http://127.0.0.1:9/login");
        assertLogged("redirect");
        assertHealthy();
    }

    @Test
    void bodyIsAnyTextWhatever() {
        tuya.faults().next(1, Calls.feedbacks(), Fault.body("{\"success\":true}"));
        tuya.faults().next(1, Calls.token(), Fault.body(418, "text/plain", ""));

        assertThat(client.get(PAGE).body()).isEqualTo("{\"success\":true}");
        HttpResponse<String> empty = client.get("/v1.0/token?grant_type=1");
        assertThat(empty.statusCode()).isEqualTo(418);
        assertThat(empty.body()).isEmpty();
    }

    private void assertHealthy() {
        assertThat(client.page(1, 50).get("success").asBoolean()).isTrue();
    }

    private void assertLogged(String... outcomes) {
        assertThat(tuya.log().requests()).extracting(ServedRequest::outcome).containsExactly(outcomes);
    }
}
