package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever the program is doing: a stop waits for none of it, and loses nothing. */
@Tag("proof")
class ShutdownIT extends StreamIT {
    /** Less than anything that these tests make the program wait for. */
    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void stopsWhileItWaitsMinutesForItsNextAttempt() {
        tuya.faults().always(Calls.all(), Fault.apiError(1004, "sign invalid"));
        start();
        awaitHealth("1004");

        assertThat(timeToStop()).isLessThan(SOON);
    }

    @Test
    void stopsWhileARequestIsRetried() {
        tuya.faults().always(Calls.all(), Fault.status(503).retryAfter(Duration.ofSeconds(28)));
        start();
        await().until(() -> tuya.log().requestCount() >= 1);

        assertThat(timeToStop()).isLessThan(SOON);
    }

    @Test
    void stopsWhileAReplyIsWaitedFor() {
        tuya.faults().always(Calls.feedbacks(), Fault.slow(Duration.ofSeconds(28)));
        start();
        await().until(() -> tuya.log().tokensServed() >= 1);

        assertThat(timeToStop()).isLessThan(SOON);
    }

    @Test
    void stopsInTheMiddleOfALongSweepAndGoesOnWhereItWas() {
        tuya.tickets().addGenerated(3_000, 1);
        start("tuya.requests-per-second", "20");
        await().until(() -> stream.metric("tickets_published_total{type=\"discovered\"}") >= 50);

        assertThat(timeToStop()).isLessThan(SOON);

        startReady();
        assertThat(tickets().versions()).hasSize(3_000).containsExactlyInAnyOrderElementsOf(served());
    }

    private Duration timeToStop() {
        Instant before = Instant.now();
        stream.stop();
        return Duration.between(before, Instant.now());
    }
}
