package io.github.ticketstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CrashSettingsTest {
    private final Properties properties = new Properties();

    @Test
    void hasADefaultForEverything() {
        CrashSettings settings = CrashSettings.from(properties);

        assertThat(settings.faults()).isEqualTo(20);
        assertThat(settings.seed()).isEqualTo(1);
        assertThat(settings.replicas()).isEqualTo(2);
        assertThat(settings.kinds()).containsExactly(FaultKind.values());
        assertThat(settings.period()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void takesKindsAndGroups() {
        properties.setProperty("chaos.kinds", "intruder,api_cut");

        assertThat(CrashSettings.from(properties).kinds())
                .containsExactlyInAnyOrder(
                        FaultKind.API_CUT, FaultKind.STRANGER_WITH_OUR_ID, FaultKind.FOREIGN_TRANSACTION);
    }

    @ParameterizedTest
    @CsvSource({"all, false", "'api,list,intruder', true", "'api,kill_active', false", "'api,api_cut', false"})
    void countsEveryVersionWhereNoneCanBeLostOnItsWay(String kinds, boolean everyVersion) {
        properties.setProperty("chaos.kinds", kinds);

        assertThat(CrashSettings.from(properties).everyVersionCounts()).isEqualTo(everyVersion);
    }

    @ParameterizedTest
    @CsvSource({
        "chaos.faults, many, a number from 0 to 1000000",
        "chaos.replicas, 0, a number from 1 to 9",
        "chaos.period-ms, -1, a number from 1 to 3600000",
        "chaos.kinds, flood, neither a kind nor a group"
    })
    void namesWhatCanNotBeUsed(String key, String value, String why) {
        properties.setProperty(key, value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrashSettings.from(properties))
                .withMessageStartingWith(key + ": '")
                .withMessageContaining(why);
    }
}
