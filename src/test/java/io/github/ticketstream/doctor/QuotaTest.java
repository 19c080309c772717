package io.github.ticketstream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.doctor.CheckResult.Status;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.tuya.ListEntries;
import io.github.ticketstream.tuya.Page;
import java.util.Collections;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuotaTest {
    @Test
    void onePageEveryTwoMinutesFitsTheTrialEdition() {
        CheckResult quota = estimate("120s", OptionalLong.empty(), page(50, 50, false));

        assertThat(quota.status()).isEqualTo(Status.OK);
        assertThat(quota.found())
                .isEqualTo(
                        "about 21,600 calls in 30 days (1 a sweep, every 120 s), no more than the trial edition's 26,000");
    }

    @Test
    void twoPagesDoNotAndTheRemedyIsThePeriodThatFits() {
        CheckResult quota = estimate("120s", OptionalLong.empty(), page(51, 50, true));

        assertThat(quota.status()).isEqualTo(Status.WARN);
        assertThat(quota.found()).startsWith("about 43,200 calls in 30 days (2 a sweep, every 120 s), more than");
        assertThat(quota.remedy())
                .isEqualTo("with the trial edition, raise tickets.poll-period to 200s or more, or tickets.page-size;"
                        + " otherwise set tuya.calls-per-month to what was ordered");
    }

    @Test
    void aBudgetTakesThePlaceOfTheTrialEdition() {
        assertThat(estimate("120s", OptionalLong.of(43_200), page(51, 50, true)).status())
                .isEqualTo(Status.OK);

        CheckResult short1 = estimate("120s", OptionalLong.of(43_199), page(51, 50, true));
        assertThat(short1.status()).isEqualTo(Status.WARN);
        assertThat(short1.found()).contains("more than tuya.calls-per-month=43199: the period will be stretched");
        assertThat(short1.remedy()).isEqualTo("raise tickets.poll-period to 121s or more, or tickets.page-size");
    }

    @Test
    void aPageThatTheApiCutCountsAsItCame() {
        assertThat(estimate("1h", OptionalLong.empty(), page(100, 20, true)).found())
                .startsWith("about 3,600 calls in 30 days (5 a sweep, every 3600 s)");
    }

    @Test
    void withoutATotalTheEstimateIsALowerBound() {
        assertThat(estimate("500ms", OptionalLong.empty(), page(-1, 50, true)).found())
                .startsWith("at least 5,184,000 calls in 30 days (1 a sweep, every 0.5 s)");
    }

    private static CheckResult estimate(String period, OptionalLong budget, Page first) {
        return new Quota(TestSettings.tickets("tickets.poll-period=" + period), budget).estimate("quota", first);
    }

    private static Page page(long total, int entries, boolean hasMore) {
        return new Page(1, 1, 50, total, hasMore, Collections.nCopies(entries, ListEntries.entry("0", 1)));
    }
}
