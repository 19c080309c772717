package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.TuyaSimulator;
import io.github.ticketstream.tuya.TuyaException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What trying again cannot heal costs one request, and the failure says what to do. */
@Timeout(30)
final class LastingFailureTest {
    private final TuyaSimulator simulator = TuyaSimulator.builder().seed(7).start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1004, CONFIGURATION",
        "1106, CONFIGURATION",
        "28841105, CONFIGURATION",
        "28841004, QUOTA",
        "28841104, QUOTA",
        "1000, REQUEST",
        "1109, REQUEST"
    })
    void aPageThatIsRefusedForGoodIsAskedForOnce(int code, Kind kind) {
        simulator.faults().always(Calls.feedbacks(), Fault.apiError(code, "no"));

        TuyaException thrown = failureOf();

        assertThat(thrown.kind()).isEqualTo(kind);
        assertThat(thrown).hasMessageStartingWith("Tuya error " + code + ": ").hasMessageContaining("(msg 'no', tid ");
        assertThat(thrown.remedy()).isNotBlank();
        assertThat(simulator.log().outcomes()).containsExactly("ok", "code " + code);
    }

    @Test
    void theMessageTellsCodeMeaningAndId() {
        simulator.faults().always(Calls.feedbacks(), Fault.apiError("28841004", "The quota is used up"));

        TuyaException thrown = failureOf();

        assertThat(thrown)
                .hasMessage("Tuya error 28841004: the quota of the trial edition is spent"
                        + " (msg 'The quota is used up', tid 00000000000000070000000000000002)");
        assertThat(thrown.remedy())
                .isEqualTo("order more calls, or poll less often: raise tickets.poll-period and tickets.page-size");
    }

    @Test
    void aWrongClientIdIsAskedForOnce() {
        TuyaException thrown = failureOf("tuya.client-id=another");

        assertThat(thrown.kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(thrown).hasMessageStartingWith("Tuya error 1005: the client id is not valid");
        assertThat(thrown.remedy()).contains("tuya.client-id", "tuya.data-center");
        assertThat(simulator.log().outcomes()).containsExactly("code 1005");
    }

    @Test
    void aWrongSecretIsAskedForOnceAndNotTold() {
        TuyaException thrown = failureOf("tuya.client-secret=another-secret");

        assertThat(thrown.kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(thrown).hasMessageStartingWith("Tuya error 1004: the signature is not valid");
        assertThat(thrown.getMessage() + thrown.remedy()).doesNotContain("another-secret");
        assertThat(simulator.log().outcomes()).containsExactly("code 1004");
    }

    private TuyaException failureOf(String... settings) {
        try (ConnectedTuya tuya = ConnectedTuya.to(simulator, settings)) {
            return catchThrowableOfType(TuyaException.class, tuya::firstPage);
        }
    }
}
