package io.github.ticketstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Replies that come late, in part or not at all. A fault that leaves its client hanging fails by the client's timeout.
 */
@Timeout(60)
final class BrokenConnectionTest {

    private static final String PAGE = SignedClient.FEEDBACKS + "?page_no=1&page_size=50";

    private final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22Z"));
    private final TuyaSimulator tuya = TuyaSimulator.builder().clock(clock).start();
    private final SignedClient client = new SignedClient(tuya, clock).login();

    BrokenConnectionTest() {
        tuya.tickets().addGenerated(50, 1);
        tuya.log().clear();
    }

    @AfterEach
    void stop() {
        tuya.close();
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
    void offlineRefusesConnectionsUntilOnlineAgain() {
        assertHealthy();
        tuya.goOffline();
        assertThatThrownBy(() -> client.exchange(PAGE)).isInstanceOf(IOException.class);

        tuya.goOnline();

        assertHealthy();
    }

    private void assertHealthy() {
        assertThat(client.page(1, 50).get("success").asBoolean()).isTrue();
    }

    private void assertLogged(String... outcomes) {
        assertThat(tuya.log().requests()).extracting(ServedRequest::outcome).containsExactly(outcomes);
    }
}
