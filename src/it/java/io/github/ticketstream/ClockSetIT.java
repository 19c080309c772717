package io.github.ticketstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.CapturedLog;
import io.github.ticketstream.kit.ShiftedClock;
import io.github.ticketstream.process.ClockWatch;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine's clock is set while the stream runs: it is neither silenced nor hurried. */
@Tag("proof")
final class ClockSetIT extends StreamIT {
    private final ShiftedClock clock = new ShiftedClock();

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1H", "PT5H", "P-400D"})
    void sweepsGoOnAtTheirPace(Duration shift) {
        tuya.tickets().addGenerated(5, 1);
        startReady(stream("tickets.poll-period", "1s").withWallClock(clock));
        awaitNextSweep();
        clock.set(shift);
        tuya.log().clear();
        long since = System.nanoTime();
        String changed = tuya.tickets().snapshot().get(0).ticketNo();
        long newer = tuya.tickets().update(changed).updateTime();

        await().until(() -> tuya.log().requestCount() >= 6);
        assertThat(tuya.log().requestCount())
                .isLessThanOrEqualTo((int) Duration.ofNanos(System.nanoTime() - since).toSeconds() + 4);
        awaitReady();
        assertThat(tickets().versions()).contains(changed + "@" + newer).doesNotHaveDuplicates();
    }

    @Test
    void aClockThatIsSetBackIsToldOnce() {
        tuya.tickets().addGenerated(5, 1);
        CapturedLog log = closing(CapturedLog.of(ClockWatch.class.getName()));
        startReady(stream().withWallClock(clock));
        clock.set(Duration.ofHours(-1));

        await().until(() -> !log.events().isEmpty());
        awaitNextSweep();
        assertThat(log.events())
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage().getFormattedMessage())
                        .matches("this machine's clock was set back by (3599|3600) s"));
    }

    @Test
    void aStandbyLivesOnWhenItsClockIsSetBack() {
        tuya.tickets().addGenerated(5, 1);
        startReady(stream("tickets.standby", "true")
                .withWallClock(clock));
        clock.set(Duration.ofHours(-1));

        awaitNextSweep();
        awaitNextSweep();
        awaitReady();
    }
}
