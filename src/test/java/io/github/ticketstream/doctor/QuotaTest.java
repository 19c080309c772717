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
                .isEqualTo("set tuya.calls-per-month to what was ordered (with the trial edition, 26000): then full and"
                        + " partial sweeps share the calls, and a change waits about 1.7 min");
    }

    @Test
    void aBudgetTakesThePlaceOfTheTrialEdition() {
        assertThat(estimate("120s", OptionalLong.of(43_200), page(51, 50, true)).status())
                .isEqualTo(Status.OK);

        CheckResult less = estimate("120s", OptionalLong.of(43_199), page(51, 50, true));
        assertThat(less.status()).isEqualTo(Status.OK);
        assertThat(less.found())
                .endsWith("more than tuya.calls-per-month=43199: full and partial sweeps will share the calls");
    }

    @Test
    void thePeriodOfFullSweepsLeavesTheRestToThePollsBetween() {
        Quota day = new Quota(TestSettings.tickets("tickets.full-sweep-period=24h"), OptionalLong.of(26_000));
        assertThat(day.estimate("quota", shape(page(5_000, 50, true))).found())
                .isEqualTo("about 3,000 calls in 30 days (100 a sweep, every 86400 s), no more than"
                        + " tuya.calls-per-month=26000; 23,000 are left for the polls between");

        Quota hour = new Quota(TestSettings.tickets("tickets.full-sweep-period=1h"), OptionalLong.of(26_000));
        CheckResult tooOften = hour.estimate("quota", shape(page(5_000, 50, true)));
        assertThat(tooOften.status()).isEqualTo(Status.WARN);
        assertThat(tooOften.remedy())
                .isEqualTo("raise tickets.full-sweep-period to 9970s or more, or tickets.page-size");
    }

    @Test
    void aLongListIsAsFreshAsItsOpenTicketsAllow() {
        Quota quota = new Quota(TestSettings.tickets(), OptionalLong.of(26_000));

        assertThat(quota.freshness("freshness", new ListShape("oldest ticket first", 5_000, 300, 50))
                        .found())
                .isEqualTo("oldest ticket first; 300 of 5000 tickets are open; a change waits"
                        + " about 5.6 min, by full sweeps alone 83.1 min");
        assertThat(quota.freshness("freshness", new ListShape(ListShape.NEWEST_CHANGE_FIRST, 5_000, 300, 50))
                        .found())
                .contains("a change waits about 1.0 min");
        assertThat(quota.freshness("freshness", new ListShape("oldest ticket first", 50, 3, 50))
                        .found())
                .endsWith("a change waits about 1.0 min: every poll reads the whole list");
    }

    /** Calls and freshness are two sides of one plan: the line about calls warns, and says what the other line would be. */
    @Test
    void withoutABudgetBothLinesSayWhatThisProgramWouldDo() {
        ListShape list = new ListShape("oldest ticket first", 5_000, 300, 50);
        Quota every = new Quota(TestSettings.tickets(), OptionalLong.empty());
        Quota daily = new Quota(TestSettings.tickets("tickets.full-sweep-period=24h"), OptionalLong.empty());

        assertThat(every.estimate("quota", list).status()).isEqualTo(Status.WARN);
        assertThat(every.estimate("quota", list).remedy()).contains("tuya.calls-per-month", "about 5.6 min");
        assertThat(every.freshness("freshness", list).status()).isEqualTo(Status.OK);
        assertThat(every.freshness("freshness", list).found()).endsWith("1.0 min: every poll reads the whole list");
        assertThat(daily.estimate("quota", list).status()).isEqualTo(Status.WARN);
        assertThat(daily.estimate("quota", list).found())
                .startsWith(
                        "about 3,000 calls in 30 days (100 a sweep, every 86400 s) and 129,600 for the polls between"
                                + " (6 each, every 120 s), more than the trial edition's 26,000");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 29, 30, 59, 60, 1_000_000_000})
    void anyBudgetAndAnyTotalHaveAnAnswer(long calls) {
        for (long total : new long[] {-1, 0, 1, 50, 5_000, Integer.MAX_VALUE, Long.MAX_VALUE}) {
            for (int entries : new int[] {0, 1, 50}) {
                for (String period : List.of("tickets.poll-period=500ms", "tickets.full-sweep-period=24h")) {
                    for (OptionalLong budget : List.of(OptionalLong.empty(), OptionalLong.of(calls))) {
                        Quota quota = new Quota(TestSettings.tickets(period), budget);
                        ListShape list = shape(page(total, entries, true));

                        assertThat(quota.estimate("quota", list).found()
                                        + quota.freshness("freshness", list).found())
                                .doesNotContain("NaN", "Infinity")
                                .doesNotContainPattern("(about|least|waits|and|are) -");
                    }
                }
            }
        }
    }

    @Test
    void aHandfulOfCallsAMonthIsADayAndMoreOfWaiting() {
        Quota few = new Quota(TestSettings.tickets(), OptionalLong.of(30));

        assertThat(few.freshness("freshness", new ListShape("oldest ticket first", 5_000, 50, 50))
                        .found())
                .endsWith("a change waits about 1440.0 min, by full sweeps alone 72000.0 min");
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
        return new Quota(TestSettings.tickets("tickets.poll-period=" + period), budget).estimate("quota", shape(first));
    }

    private static ListShape shape(Page page) {
        return ListShape.of(page, page, page);
    }

    private static Page page(long total, int entries, boolean hasMore) {
        return new Page(1, 1, 50, total, hasMore, Collections.nCopies(entries, ListEntries.entry("0", 1)));
    }
}
