package io.github.ticketstream.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ServedLogTest {

    private static final Instant START = Instant.parse("2024-06-26T09:28:22Z");

    private final MutableClock clock = new MutableClock(START);
    private final TuyaSimulator tuya = TuyaSimulator.builder().clock(clock).start();
    private final SignedClient client = new SignedClient(tuya, clock);
    private final ServedLog log = tuya.log();

    @AfterEach
    void stop() {
        tuya.close();
    }

    @Test
    void keepsEveryRequestAsItCame() {
        String refresh = client.login().token().at("/result/refresh_token").asText();
        client.feedbacks("in_state_list=Pending%2CProcessing&page_no=2");
        client.use("wrong").feedbacks("page_no=1");
        client.get("/v1.0/token/" + refresh);

        assertThat(log.requests())
                .extracting(ServedRequest::path, ServedRequest::query, ServedRequest::pageNo, ServedRequest::outcome)
                .containsExactly(
                        tuple("/v1.0/token", "grant_type=1", 0, "ok"),
                        tuple("/v1.0/token", "grant_type=1", 0, "ok"),
                        tuple(SignedClient.FEEDBACKS, "in_state_list=Pending%2CProcessing&page_no=2", 2, "ok"),
                        tuple(SignedClient.FEEDBACKS, "page_no=1", 1, "code 1010"),
                        tuple("/v1.0/token/{refresh_token}", "", 0, "ok"));
        assertThat(log.requests().get(0).time()).isEqualTo(START);
        assertThat(log.requests().get(2).token())
                .hasSize(12)
                .isNotEqualTo(log.requests().get(3).token());
    }

    @Test
    void keepsEachVersionOnceWithTheTimeOfItsFirstServing() {
        tuya.tickets().addJson("{\"ticket_no\":\"A\",\"update_time\":1,\"x\":2.50}");
        tuya.tickets().addGarbage("42");
        client.login().page(1, 10);
        clock.advance(Duration.ofSeconds(1));
        client.page(1, 10);
        tuya.tickets().update("A");
        client.page(1, 10);

        assertThat(log.versions())
                .containsExactly(
                        new ServedVersion("A", 1, "{\"ticket_no\":\"A\",\"update_time\":1,\"x\":2.50}", START),
                        new ServedVersion(
                                "A",
                                clock.millis(),
                                "{\"ticket_no\":\"A\",\"update_time\":%d,\"x\":2.50}".formatted(clock.millis()),
                                clock.instant()));
        assertThat(log.garbage()).containsExactly("42");
        assertThat(log.entryCount()).isEqualTo(3);
    }

    @Test
    void versionsThatNobodyCouldReadAreNotServed() {
        tuya.tickets().addGenerated(20, 1);
        client.login();
        List<Fault> faults = List.of(
                Fault.apiError(500, "system error"),
                Fault.status(503),
                Fault.html(),
                Fault.invalidJson(),
                Fault.truncatedJson(),
                Fault.oversize(1000),
                Fault.redirect("http://127.0.0.1:9/"),
                Fault.body("{}"));
        for (Fault fault : faults) {
            tuya.faults().next(1, Calls.feedbacks(), fault);
            client.getPage(1, 20);
        }

        assertThat(log.versions()).isEmpty();
        assertThat(log.pagesServed()).isZero();
        assertThat(log.requestCount()).isEqualTo(1 + faults.size());
    }

    @Test
    void countsForThoseWhoWait() {
        tuya.tickets().addGenerated(5, 1);
        client.login().page(1, 2);
        client.page(2, 2);
        client.page(3, 2);
        client.use("wrong").page(1, 2);

        assertThat(log.tokensServed()).isEqualTo(1);
        assertThat(log.pagesServed()).isEqualTo(3);
        assertThat(log.lastPagesServed()).isEqualTo(1);
        assertThat(log.count("ok")).isEqualTo(4);
        assertThat(log.count("code 1010")).isEqualTo(1);
        assertThat(log.requestCount()).isEqualTo(5);

        log.clear();

        assertThat(log.requestCount() + log.pagesServed() + log.entryCount()).isZero();
        assertThat(log.requests()).isEmpty();
    }

    @Test
    void isNeverBehindItsClient() {
        tuya.tickets().addGenerated(100, 1);
        client.login();
        for (int i = 1; i <= 200; i++) {
            client.getPage(1, 100);
            assertThat(log.pagesServed()).isEqualTo(i);
        }
        assertThat(tuya.traffic().maxConcurrent()).isEqualTo(1);
    }

    @Test
    void tellsWhenTheClientLeftBeforeTheEnd() throws IOException {
        tuya.faults().next(1, Calls.all(), Fault.oversize(200_000_000));
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), tuya.baseUrl().getPort())) {
            socket.getOutputStream().write("GET /v1.0/token HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
            socket.getInputStream().read();
        }

        while (log.requestCount() == 0) {
            Thread.onSpinWait();
        }
        assertThat(log.count("client-gone")).isEqualTo(1);
    }

    @Test
    void pageActionsRunBeforeTheClientCanAskAgain() {
        tuya.tickets().addGenerated(100, 1);
        List<Integer> served = new ArrayList<>();
        tuya.afterEveryPage(served::add);
        tuya.afterPage(1, () -> tuya.tickets().clear());
        client.login();

        assertThat(client.page(1, 100).at("/result/list")).hasSize(100);
        assertThat(client.page(1, 100).at("/result/list")).isEmpty();
        tuya.clearPageActions();
        client.page(2, 100);

        assertThat(served).containsExactly(1, 1);
    }
}
