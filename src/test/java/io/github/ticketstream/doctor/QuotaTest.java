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

    /** With 0 for a budget that is not set; the page holds as many entries as the API gave, and more follow behind it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            poll-period=120s      |     0 |   50 | 50 | OK   | about 21,600 calls in 30 days (1 a sweep, every 120 s), no more than the trial edition's 26,000
            poll-period=120s      |     0 |   51 | 50 | FAIL | about 43,200 calls in 30 days (2 a sweep, every 120 s), more than the trial edition's 26,000
            poll-period=120s      | 43200 |   51 | 50 | OK   | about 43,200 calls in 30 days (2 a sweep, every 120 s), no more than tuya.calls-per-month=43200
            poll-period=120s      | 43199 |   51 | 50 | OK   | about 43,200 calls in 30 days (2 a sweep, every 120 s), more than tuya.calls-per-month=43199: full and partial sweeps will share the calls
            poll-period=1h        |     0 |  100 | 20 | OK   | about 3,600 calls in 30 days (5 a sweep, every 3600 s), no more than the trial edition's 26,000
            poll-period=500ms     |     0 |   -1 | 50 | FAIL | at least 5,184,000 calls in 30 days (1 a sweep, every 0.5 s), more than the trial edition's 26,000
            full-sweep-period=24h | 26000 | 5000 | 50 | OK   | about 3,000 calls in 30 days (100 a sweep, every 86400 s), no more than tuya.calls-per-month=26000
            full-sweep-period=24h |     0 | 5000 | 50 | OK   | at least 24,600 calls in 30 days (100 a sweep, every 86400 s, and one a poll between), no more than the trial edition's 26,000
            full-sweep-period=1h  |     0 | 5000 | 50 | FAIL | at least 93,600 calls in 30 days (100 a sweep, every 3600 s, and one a poll between), more than the trial edition's 26,000
            """)
    void whatItCostsIsComparedWithTheBudgetOrTheTrialEdition(
            String setting, long budget, long total, int entries, Status status, String found) {
        CheckResult quota = estimate(budget, total, entries, setting);

        assertThat(quota.status()).isEqualTo(status);
        assertThat(quota.found()).isEqualTo(found);
        assertThat(quota.remedy()).isEqualTo(status == Status.OK ? "" : ALL_LEFT_OPEN);
    }

    @ParameterizedTest
    @CsvSource({
        "1h, auto, ', unless tickets.page-size=auto finds that the API gives more a call'",
        "2h, 50, ', or tickets.page-size'"
    })
    void aPeriodOfItsOwnThatTheBudgetDoesNotBearIsToBeRaised(String period, String pageSize, String or) {
        CheckResult tooOften = estimate(26_000, 5_000, 50, "full-sweep-period=" + period, "page-size=" + pageSize);

        assertThat(tooOften.status()).isEqualTo(Status.WARN);
        assertThat(tooOften.found())
                .endsWith("the period will be stretched, and nothing is left for the polls between");
        assertThat(tooOften.remedy()).isEqualTo("raise tickets.full-sweep-period to 9970s or more" + or);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 29, 30, 59, 60, 1_000_000_000})
    void anyBudgetAndAnyTotalHaveAnAnswer(long calls) {
        for (long total : new long[] {-1, 0, 1, 50, 5_000, Integer.MAX_VALUE, Long.MAX_VALUE}) {
            for (int entries : new int[] {0, 1, 50}) {
                for (String period : List.of("poll-period=500ms", "full-sweep-period=24h")) {
                    assertThat(estimate(calls, total, entries, period).found())
                            .doesNotContain("NaN", "Infinity")
                            .doesNotContainPattern("(about|least|and|are) -");
                }
            }
        }
    }

    private static CheckResult estimate(long budget, long total, int entries, String... settings) {
        Page first = new Page(1, 1, 50, total, true, 0, Collections.nCopies(entries, ListEntries.entry("0", 1)));
        return TuyaChecks.quota(
                TestSettings.tickets(Stream.of(settings).map("tickets."::concat).toArray(String[]::new)),
                budget == 0 ? OptionalLong.empty() : OptionalLong.of(budget),
                first,
                entries);
    }
}
