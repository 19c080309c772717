package io.github.ticketstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every fault as a client sees it. A fault that leaves its client hanging fails by the client's timeout. */
@Timeout(60)
final class FaultsTest {

    private static final String PAGE = SignedClient.FEEDBACKS + "?page_no=1&page_size=50";

    private final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22Z"));
    private final TuyaSimulator tuya = TuyaSimulator.builder().clock(clock).start();
    private final SignedClient client = new SignedClient(tuya, clock).login();

    FaultsTest() {
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
    void slowIsTheRightAnswerLater() {
        tuya.faults().next(1, Calls.feedbacks(), Fault.slow(Duration.ofMillis(300)));

        long start = System.nanoTime();
        assertHealthy();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertLogged("ok");
        assertThat(tuya.log().versions()).hasSize(50);
    }

    @Test
    void closingDoesNotWaitForSlowReplies() {
        tuya.faults().always(Calls.token(), Fault.slow(Duration.ofHours(1)));
        Thread waiting = new Thread(() -> {
            try {
                client.token();
            } catch (RuntimeException connectionGone) {
                return;
            }
        });
        waiting.start();
        while (tuya.traffic().maxConcurrent() == 0) {
            Thread.onSpinWait();
        }

        long start = System.nanoTime();
        tuya.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void cutBodyBreaksOffWhatWasPromised() throws IOException {
        tuya.faults().next(1, Calls.page(1), Fault.cutBody());
        HttpRequest request = client.request(PAGE, client.signedHeaders(PAGE));

        HttpResponse<InputStream> reply = client.send(request, HttpResponse.BodyHandlers.ofInputStream());

        assertThat(reply.statusCode()).isEqualTo(200);
        long promised = reply.headers().firstValueAsLong("Content-Length").orElseThrow();
        int received = 0;
        try (InputStream body = reply.body()) {
            while (body.read() >= 0) {
                received++;
            }
            throw new AssertionError("the body ended as if it were whole, after " + received);
        } catch (IOException premature) {
            assertThat(received).isBetween(1, (int) promised - 1);
        }
        assertLogged("cut-body");
        assertThat(tuya.log().versions()).isEmpty();
        assertHealthy();
    }

    @Test
    void cutBodyBreaksOffCompressedReplies() {
        tuya.faults().next(1, Calls.page(1), Fault.cutBody());
        var headers = client.signedHeaders(PAGE);
        headers.put("Accept-Encoding", "gzip");

        assertThatThrownBy(() -> client.send(client.request(PAGE, headers))).isInstanceOf(IOException.class);
    }

    @Test
    void dropConnectionEndsWithoutAReply() {
        // Java's client sends an idempotent request again, once, when a kept connection dies under it.
        FaultRule drop = tuya.faults().always(Calls.all(), Fault.dropConnection());

        assertThatThrownBy(() -> client.exchange(PAGE)).isInstanceOf(IOException.class);

        assertThat(drop.timesStruck()).isPositive();
        assertThat(tuya.log().count("drop-connection")).isEqualTo(drop.timesStruck());
        drop.cancel();
        assertHealthy();
    }

    @Test
    void dropReplyLosesAnAnswerThatTheApiGave() {
        String token = client.token().at("/result/refresh_token").asText();
        tuya.faults().always(Calls.token(), Fault.dropReply());

        assertThatThrownBy(() -> client.exchange("/v1.0/token/" + token)).isInstanceOf(IOException.class);

        assertThat(client.page(1, 1).get("code").asInt()).isEqualTo(1010); // the refresh has killed the old token
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

    @Test
    void strikesOnlyTheCallsMeant() {
        tuya.faults().always(Calls.page(2), Fault.status(500));
        tuya.faults().next(1, Calls.token(), Fault.status(502));

        assertThat(client.getPage(1, 10).statusCode()).isEqualTo(200);
        assertThat(client.getPage(2, 10).statusCode()).isEqualTo(500);
        assertThat(client.getPage(2, 10).statusCode()).isEqualTo(500);
        assertThat(client.getPage(3, 10).statusCode()).isEqualTo(200);
        assertThat(client.get("/v1.0/token?grant_type=1").statusCode()).isEqualTo(502);
        assertThat(client.get("/v1.0/token?grant_type=1").statusCode()).isEqualTo(200);
    }

    @Test
    void rulesStackNewestFirst() {
        FaultRule older = tuya.faults().next(2, Calls.feedbacks(), Fault.status(500));
        FaultRule newer = tuya.faults().next(1, Calls.all(), Fault.status(503));
        FaultRule slow = tuya.faults().always(Calls.all(), Fault.slow(Duration.ofMillis(1)));

        assertThat(statuses(4)).containsExactly(503, 500, 500, 200);

        assertThat(newer.timesStruck()).isEqualTo(1);
        assertThat(older.timesStruck()).isEqualTo(2);
        assertThat(slow.timesStruck()).isEqualTo(4);
    }

    @Test
    void aSeedRepeatsTheSequenceOfChance() {
        tuya.faults().sometimes(0.5, 42, Calls.feedbacks(), Fault.status(500));
        List<Integer> first = statuses(20);
        tuya.faults().clear();
        tuya.faults().sometimes(0.5, 42, Calls.feedbacks(), Fault.status(500));

        assertThat(statuses(20)).isEqualTo(first).contains(200, 500);
        tuya.faults().clear();
        assertThat(statuses(5)).containsOnly(200);
    }

    @Test
    void offlineRefusesConnectionsUntilOnlineAgain() {
        assertHealthy();
        tuya.goOffline();
        assertThatThrownBy(() -> client.exchange(PAGE)).isInstanceOf(IOException.class);

        tuya.goOnline();

        assertHealthy();
    }

    private List<Integer> statuses(int requests) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            statuses.add(client.get(PAGE).statusCode());
        }
        return statuses;
    }

    private void assertHealthy() {
        assertThat(client.page(1, 50).get("success").asBoolean()).isTrue();
    }

    private void assertLogged(String... outcomes) {
        assertThat(tuya.log().requests()).extracting(ServedRequest::outcome).containsExactly(outcomes);
    }
}
