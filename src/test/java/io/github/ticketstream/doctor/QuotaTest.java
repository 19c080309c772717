package io.github.ticketstream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.doctor.CheckResult.Status;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.tuya.ListEntries;
import io.github.ticketstream.tuya.Page;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What polling costs, beside the calls that there are. */
class QuotaTest {
    private static final String ALL_LEFT_OPEN =
            "set tuya.calls-per-month to what was ordered (with the trial edition, 26000): then full and partial sweeps share"
                    + " the calls";

    /** The page holds as many entries as the API gave, and more follow behind it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            poll-period=120s      |   50 | 50 | OK   | at least 21,600 calls in 30 days, 1 for a full sweep
            poll-period=120s      |   51 | 50 | FAIL | at least 43,200 calls in 30 days, 2 for a full sweep
            poll-period=1h        |  100 | 20 | OK   | at least 3,600 calls in 30 days, 5 for a full sweep
            poll-period=500ms     |   -1 | 50 | FAIL | at least 5,184,000 calls in 30 days, 1 for a full sweep
            full-sweep-period=24h | 5000 | 50 | OK   | at least 24,600 calls in 30 days, 100 for a full sweep
            full-sweep-period=1h  | 5000 | 50 | FAIL | at least 93,600 calls in 30 days, 100 for a full sweep
            """)
    void whatItCostsWithoutABudgetIsComparedWithTheTrialEdition(
            String setting, long total, int entries, Status status, String found) {
        CheckResult quota = estimate(OptionalLong.empty(), total, entries, setting);

        assertThat(quota.status()).isEqualTo(status);
        assertThat(quota.found()).isEqualTo(found + "; the trial edition has 26,000");
        assertThat(quota.remedy()).isEqualTo(status == Status.OK ? "" : ALL_LEFT_OPEN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            poll-period=2m       | 60    | OK   | full and partial sweeps share the calls                                                 | ''
            full-sweep-period=3h | 26000 | OK   | 24,000 in 30 days for full sweeps, 2,000 left for the polls between                           | ''
            full-sweep-period=1h | 26000 | WARN | 72,000 in 30 days for full sweeps, 0 left for the polls between; the period will be stretched | raise tickets.full-sweep-period to more than 9970s
            full-sweep-period=2m | 1     | WARN | 2,160,000 in 30 days for full sweeps, 0 left for the polls between; the period will be stretched | raise tickets.full-sweep-period to more than 259200000s
            """)
    void whatAPeriodLeavesOfTheBudgetIsSaid(String setting, long budget, Status status, String found, String remedy) {
        CheckResult quota = estimate(OptionalLong.of(budget), 5_000, 50, setting);

        assertThat(quota.status()).isEqualTo(status);
        assertThat(quota.found())
                .isEqualTo("tuya.calls-per-month=" + budget + ", and 100 calls for a full sweep: " + found);
        assertThat(quota.remedy()).isEqualTo(remedy);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 50, 5_000, Integer.MAX_VALUE, Long.MAX_VALUE})
    void anyTotalHasAnAnswer(long total) {
        for (int entries : new int[] {0, 1, 50}) {
            for (String period : List.of("poll-period=500ms", "full-sweep-period=24h")) {
                assertThat(estimate(OptionalLong.empty(), total, entries, period)
                                .found())
                        .doesNotContain("NaN", "Infinity")
                        .doesNotContainPattern("(least|days,) -");
            }
        }
    }

    private static CheckResult estimate(OptionalLong budget, long total, int entries, String... settings) {
        Page first = new Page(1, 1, total, true, 0, Collections.nCopies(entries, ListEntries.entry("0", 1)));
        return TuyaChecks.quota(
                TestSettings.tickets(Stream.of(settings).map("tickets."::concat).toArray(String[]::new)),
                budget,
                first);
    }
}
