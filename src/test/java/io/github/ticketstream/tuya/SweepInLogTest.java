package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** Whatever thread speaks: its lines say which sweep and which page they are about, and no later line does. */
@Timeout(30)
final class SweepInLogTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22Z"));

    @AutoClose
    private final TuyaSimulator simulator = TuyaSimulator.builder().clock(clock).start();

    @AutoClose
    private final ConnectedTuya tuya =
            ConnectedTuya.to(simulator, clock, "tickets.page-size=10", "tuya.concurrent-requests=1");

    @AutoClose
    private final CapturedLog retries = CapturedLog.of(RequestRetry.class.getName());

    @AutoClose
    private final CapturedLog tokens = CapturedLog.of(AccessToken.class.getName());

    @AutoClose
    private final CapturedLog pages = CapturedLog.of(PageSize.class.getName());

    @AfterEach
    void stop() {
        MDC.clear();
    }

    @Test
    void retriesOfAPageTellItAndTheirSweep() {
        simulator.tickets().addGenerated(25, 1);
        simulator.faults().next(2, Calls.page(2), Fault.html());
        MDC.put("sweep.id", "7");
        tuya.readAll();
        simulator.faults().next(1, Calls.page(3), Fault.html());
        MDC.put("sweep.id", "8");
        tuya.readAll();

        assertThat(contexts(retries))
                .containsExactly(
                        Map.of("sweep.id", "7", "page", "2"),
                        Map.of("sweep.id", "7", "page", "2"),
                        Map.of("sweep.id", "8", "page", "3"));
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("sweep.id", "8"));
    }

    @Test
    void whatTheThreadDoesAfterwardsBelongsToNoSweep() {
        simulator.tickets().addGenerated(5, 1);
        MDC.put("sweep.id", "7");
        tuya.readAll();
        clock.advance(Duration.ofHours(3));
        simulator.faults().always(Calls.token(), Fault.html());
        tuya.tuya().tokenPrefetch().run();

        await().until(() -> !tokens.events().isEmpty());
        assertThat(contexts(tokens)).containsExactly(Map.of());
    }

    @Test
    void aWarningAboutTheSizeTellsItsSweep() {
        simulator.tickets().addGenerated(5, 1);
        simulator.quirks().maxPageSize(4);
        MDC.put("sweep.id", "7");
        tuya.readAll();
        // Once is enough.
        tuya.readAll();

        assertThat(pages.events())
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage().getFormattedMessage())
                        .startsWith("page size 10 was asked for and 4 tickets came"));
        assertThat(contexts(pages)).containsExactly(Map.of("sweep.id", "7"));
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("sweep.id", "7"));
    }

    private static List<Map<String, String>> contexts(CapturedLog log) {
        return log.events().stream()
                .map(event -> event.getContextData().toMap())
                .toList();
    }
}
