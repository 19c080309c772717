package io.github.ticketstream.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.ops.LastHour.Minute;
import io.github.ticketstream.ops.RecentChanges.Change;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.sweep.TestSweeps;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LastHourTest {
    private static final Instant START = Instant.parse("2024-06-26T09:28:22Z");
    private static final long MINUTE = Instant.parse("2024-06-26T09:28:00Z").toEpochMilli();

    private final MutableClock clock = new MutableClock(START);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StreamMeters meters = new StreamMeters(registry, clock);
    private final LastHour lastHour = new LastHour(registry, meters, clock);

    @Test
    void whatHappensInOneMinuteIsAddedUp() {
        // It had piled up before the first sweep.
        publish("discovered", Duration.ofDays(400));
        meters.completed(START, Map.of(), 0);
        publish("updated", Duration.ofSeconds(2));
        call(100);
        lastHour.sample();
        clock.advance(Duration.ofSeconds(5));
        publish("updated", Duration.ofSeconds(4));
        // A ticket that comes back is no reason for alarm.
        publish("discovered", Duration.ofDays(400));
        call(200);
        call(600);
        // A silent change: nobody knows when it came.
        meters.published(new Change("A", "", "", "", "updated", Change.UNKNOWN, 0), TestSweeps.progress());
        lastHour.sample();

        assertThat(lastHour.minutes()).containsExactly(new Minute(MINUTE, 2, 3, 3, 300, 4000));
    }

    @Test
    void aMinuteWithoutAnythingIsThereAndZero() {
        meters.completed(START, Map.of(), 0);
        lastHour.sample();
        clock.advance(Duration.ofMinutes(1));
        publish("updated", Duration.ofSeconds(1));
        lastHour.sample();

        assertThat(lastHour.minutes())
                .containsExactly(new Minute(MINUTE, 0, 0, 0, 0, 0), new Minute(MINUTE + 60_000, 0, 1, 0, 0, 1000));
    }

    @Test
    void noMoreThanAnHourIsKept() {
        for (int minute = 0; minute < 100; minute++) {
            lastHour.sample();
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(lastHour.minutes()).hasSize(60).last().extracting(Minute::at).isEqualTo(MINUTE + 99 * 60_000);
    }

    private void publish(String type, Duration lag) {
        meters.published(new Change("A", "", "", "", type, clock.millis() - lag.toMillis(), 0), TestSweeps.progress());
    }

    private void call(long millis) {
        registry.timer("tuya.request.duration").record(Duration.ofMillis(millis));
    }
}
