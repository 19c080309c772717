package io.github.ticketstream.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoSettingsTest {
    @Test
    void runsUntilCtrlCWhenNothingIsSaid() {
        assertThat(DemoSettings.from(new Properties()))
                .isEqualTo(new DemoSettings(
                        Optional.empty(),
                        Duration.ofMillis(500),
                        0.1,
                        120,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "demo.seconds, 0", "demo.seconds, soon", "demo.seconds, -1",
        "demo.change-every, 100", "demo.change-every, 0ms", "demo.change-every, 1 fortnight",
        "demo.error-rate, 10 %", "demo.error-rate, 1.5", "demo.error-rate, -0.1",
        "demo.tickets, many", "demo.poll-period, 2"
    })
    void refusesWhatCanNotBeUsed(String key, String value) {
        Properties properties = new Properties();
        properties.setProperty(key, value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DemoSettings.from(properties))
                .withMessageStartingWith(key + ": '" + value);
    }
}
