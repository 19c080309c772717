package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.simulator.TuyaSimulator;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tuya refuses requests whose time is too far from its own (code 1013); its reply tells its time. */
@Timeout(30)
final class ClockSkewTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2024-06-26T09:28:22Z"));
    private final TuyaSimulator simulator = TuyaSimulator.builder().clock(clock).start();
    private final ConnectedTuya tuya = ConnectedTuya.to(simulator, clock);

    @AfterEach
    void stop() {
        tuya.close();
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H", "P3650D"})
    void aWrongClockIsCorrectedOnceForAllLaterRequests(Duration skew) {
        simulator.quirks().clockSkew(skew);

        tuya.firstPage();
        tuya.firstPage();

        assertThat(simulator.log().outcomes()).containsExactly("code 1013", "ok", "ok", "ok");
        assertThat(tuya.clockOffsetSeconds()).isEqualTo((double) skew.toSeconds(), within(0.001));
    }

    @Test
    void aClockThatIsSetRightAgainIsFollowed() {
        simulator.quirks().clockSkew(Duration.ofHours(1));
        tuya.firstPage();
        simulator.quirks().clockSkew(Duration.ZERO);

        tuya.firstPage();

        assertThat(simulator.log().outcomes()).containsExactly("code 1013", "ok", "ok", "code 1013", "ok");
    }

    @Test
    void aSmallOffsetIsMeasuredButNotApplied() {
        simulator.quirks().clockSkew(Duration.ofSeconds(100));

        tuya.firstPage();

        assertThat(simulator.log().outcomes()).containsExactly("ok", "ok");
        assertThat(tuya.clockOffsetSeconds()).isEqualTo(100, within(0.001));
    }

    @ParameterizedTest
    @CsvSource({"PT1H, -3600", "PT-90S, 90"})
    void arefusalThatLastsTellsHowFarTheClockIsOff(Duration skew, int seconds) {
        simulator.quirks().clockSkew(skew);
        simulator.faults().always(Calls.feedbacks(), Fault.apiError(1013, "request time is invalid"));

        TuyaException thrown = catchThrowableOfType(TuyaException.class, tuya::firstPage);

        assertThat(thrown.kind()).isEqualTo(Kind.CLOCK);
        assertThat(thrown).hasMessageEndingWith("; this machine's clock is " + seconds + " s off");
        assertThat(thrown.remedy()).contains("clock");
        // One correction, whichever call it was that needed it: the token's or the page's.
        assertThat(simulator.log().count("code 1013")).isEqualTo(2);
    }
}
