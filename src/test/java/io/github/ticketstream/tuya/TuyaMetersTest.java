package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TuyaSimulator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call is counted once, by what came of it, those for a token included. */
@Timeout(30)
final class TuyaMetersTest {
    @AutoClose
    private final TuyaSimulator simulator = TuyaSimulator.start();

    @AutoClose
    private final ConnectedTuya tuya = ConnectedTuya.to(simulator);

    @ParameterizedTest
    @ValueSource(
            strings = {"ok", "reauthenticate", "transient", "clock", "configuration", "quota", "request", "unknown"})
    void everyOutcomeIsThereFromTheStart(String outcome) {
        assertThat(tuya.counted(outcome)).isZero();
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
    void eachFailureIsCountedOnceByItsKindWhicheverCallItWas() {
        simulator.faults().next(1, Calls.token(), Fault.dropConnection());
        tuya.firstPage();
        assertCounts(2, 1, 0);

        simulator.faults().next(1, Calls.feedbacks(), Fault.apiError(1010, "token invalid"));
        tuya.firstPage();
        assertCounts(4, 1, 1);

        simulator.revokeTokens();
        simulator.faults().next(1, Calls.token(), Fault.status(503));
        tuya.firstPage();
        assertCounts(6, 2, 2);
    }

    private void assertCounts(int ok, int passing, int refused) {
        assertThat(tuya.counted("ok")).isEqualTo(ok);
        assertThat(tuya.counted("transient")).isEqualTo(passing);
        assertThat(tuya.counted("reauthenticate")).isEqualTo(refused);
        assertThat(tuya.tuya().budget().made()).isEqualTo(ok + passing + refused);
    }
}
