package io.github.ticketstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which requests a fault strikes. */
@Timeout(60)
final class FaultRulesTest {

    private static final String PAGE = SignedClient.FEEDBACKS + "?page_no=1&page_size=50";

    private final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22Z"));
    private final TuyaSimulator tuya = TuyaSimulator.builder().clock(clock).start();
    private final SignedClient client = new SignedClient(tuya, clock).login();

    FaultRulesTest() {
        tuya.tickets().addGenerated(50, 1);
        tuya.log().clear();
    }

    @AfterEach
    void stop() {
        tuya.close();
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

    private List<Integer> statuses(int requests) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            statuses.add(client.get(PAGE).statusCode());
        }
        return statuses;
    }
}
