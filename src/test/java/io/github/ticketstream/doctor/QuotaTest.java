package io.github.ticketstream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.doctor.CheckResult.Status;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.tuya.ListEntries;
import io.github.ticketstream.tuya.Page;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTest {
    @Test
    void onePageEveryTwoMinutesFitsTheTrialEdition() {
        CheckResult quota = estimate("tickets.poll-period=120s", OptionalLong.empty(), page(50, 50, false));

        assertThat(quota.status()).isEqualTo(Status.OK);
        assertThat(quota.found())
                .isEqualTo(
                        "about 21,600 calls in 30 days (1 a sweep, every 120 s), no more than the trial edition's 26,000");
    }

    @Test
    void twoPagesDoNotAndTheRemedyIsThePeriodThatFits() {
        CheckResult quota = estimate("tickets.poll-period=120s", OptionalLong.empty(), page(51, 50, true));

        assertThat(quota.status()).isEqualTo(Status.WARN);
        assertThat(quota.found()).startsWith("about 43,200 calls in 30 days (2 a sweep, every 120 s), more than");
        assertThat(quota.remedy())
                .isEqualTo("set tuya.calls-per-month to what was ordered (with the trial edition, 26000): then full and"
                        + " partial sweeps share the calls");
    }

    @Test
    void aBudgetTakesThePlaceOfTheTrialEdition() {
        assertThat(estimate("tickets.poll-period=120s", OptionalLong.of(43_200), page(51, 50, true))
                        .status())
                .isEqualTo(Status.OK);

        CheckResult less = estimate("tickets.poll-period=120s", OptionalLong.of(43_199), page(51, 50, true));
        assertThat(less.status()).isEqualTo(Status.OK);
        assertThat(less.found())
                .endsWith("more than tuya.calls-per-month=43199: full and partial sweeps will share the calls");
    }

    @Test
    void thePeriodOfFullSweepsLeavesTheRestToThePollsBetween() {
        Page hundred = page(5_000, 50, true);
        assertThat(estimate("tickets.full-sweep-period=24h", OptionalLong.of(26_000), hundred)
                        .found())
                .isEqualTo("about 3,000 calls in 30 days (100 a sweep, every 86400 s), no more than"
                        + " tuya.calls-per-month=26000");

        CheckResult tooOften = estimate("tickets.full-sweep-period=1h", OptionalLong.of(26_000), hundred);
        assertThat(tooOften.status()).isEqualTo(Status.WARN);
        assertThat(tooOften.remedy())
                .isEqualTo("raise tickets.full-sweep-period to 9970s or more, or tickets.page-size");
    }

    @Test
    void withoutABudgetThePollsBetweenTakeACallAtLeast() {
        Page page = page(5_000, 50, true);

        assertThat(estimate("tickets.full-sweep-period=24h", OptionalLong.empty(), page)
                        .found())
                .isEqualTo("at least 24,600 calls in 30 days (100 a sweep, every 86400 s, and one a poll between), no"
                        + " more than the trial edition's 26,000");
        assertThat(estimate("tickets.full-sweep-period=12h", OptionalLong.empty(), page)
                        .status())
                .isEqualTo(Status.WARN);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 29, 30, 59, 60, 1_000_000_000})
    void anyBudgetAndAnyTotalHaveAnAnswer(long calls) {
        for (long total : new long[] {-1, 0, 1, 50, 5_000, Integer.MAX_VALUE, Long.MAX_VALUE}) {
            for (int entries : new int[] {0, 1, 50}) {
                for (String period : List.of("tickets.poll-period=500ms", "tickets.full-sweep-period=24h")) {
                    for (OptionalLong budget : List.of(OptionalLong.empty(), OptionalLong.of(calls))) {
                        assertThat(estimate(period, budget, page(total, entries, true))
                                        .found())
                                .doesNotContain("NaN", "Infinity")
                                .doesNotContainPattern("(about|least|and|are) -");
                    }
                }
            }
        }
    }

    @Test
    void aPageThatTheApiCutCountsAsItCame() {
        assertThat(estimate("tickets.poll-period=1h", OptionalLong.empty(), page(100, 20, true))
                        .found())
                .startsWith("about 3,600 calls in 30 days (5 a sweep, every 3600 s)");
    }

    @Test
    void withoutATotalTheEstimateIsALowerBound() {
        assertThat(estimate("tickets.poll-period=500ms", OptionalLong.empty(), page(-1, 50, true))
                        .found())
                .startsWith("at least 5,184,000 calls in 30 days (1 a sweep, every 0.5 s)");
    }

    private static CheckResult estimate(String setting, OptionalLong budget, Page first) {
        return TuyaChecks.quota(TestSettings.tickets(setting), budget, first);
    }

    private static Page page(long total, int entries, boolean hasMore) {
        return new Page(1, 1, 50, total, hasMore, Collections.nCopies(entries, ListEntries.entry("0", 1)));
    }
}
