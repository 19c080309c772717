package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TuyaSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call is counted once, by what came of it, those for a token included. */
@Timeout(30)
final class TuyaMetersTest {
    private final TuyaSimulator simulator = TuyaSimulator.start();
    private final ConnectedTuya tuya = ConnectedTuya.to(simulator);

    @AfterEach
    void stop() {
        tuya.close();
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ok", "reauthenticate", "transient", "clock", "configuration", "quota", "request", "unknown"})
    void everyOutcomeIsThereFromTheStart(String outcome) {
        assertThat(tuya.counted(outcome)).isZero();
    }

    @Test
    void successesAreCounted() {
        tuya.firstPage();

        assertThat(tuya.counted("ok")).isEqualTo(2);
        assertThat(tuya.tuya().budget().made()).isEqualTo(2);
    }

    /** Nobody listens: of the month's calls that takes none. */
    @Test
    void aCallThatNeverLeftTheMachineIsNoneOfTheMonths() {
        simulator.goOffline();

        assertThatThrownBy(tuya::firstPage).hasMessageContaining("no reply from Tuya");

        assertThat(tuya.tuya().budget().made()).isZero();
        assertThat(tuya.counted("transient")).isPositive();
    }

    @Test
    void aFailedPageCallIsCountedByItsKind() {
        simulator.faults().next(1, Calls.feedbacks(), Fault.apiError(1010, "token invalid"));

        tuya.firstPage();

        assertThat(tuya.counted("reauthenticate")).isEqualTo(1);
        assertThat(tuya.counted("ok")).isEqualTo(3);
        assertThat(tuya.tuya().budget().made()).isEqualTo(4);
    }

    @Test
    void aFailedTokenCallIsCountedByItsKind() {
        simulator.faults().next(1, Calls.token(), Fault.dropConnection());

        tuya.firstPage();

        assertThat(tuya.counted("transient")).isEqualTo(1);
        assertThat(tuya.counted("ok")).isEqualTo(2);
        assertThat(tuya.tuya().budget().made()).isEqualTo(3);
    }

    @Test
    void aTokenCallThatFailsOnTheWayToAnotherPageIsCountedOnce() {
        tuya.firstPage();
        simulator.revokeTokens();
        simulator.faults().next(1, Calls.token(), Fault.status(503));

        tuya.firstPage();

        assertThat(tuya.counted("reauthenticate")).isEqualTo(1);
        assertThat(tuya.counted("transient")).isEqualTo(1);
        assertThat(tuya.counted("ok")).isEqualTo(4);
        assertThat(tuya.tuya().budget().made()).isEqualTo(6);
    }
}
