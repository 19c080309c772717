package io.github.ticketstream.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Months with outages, restarts, refusals and wrong clocks: what is spent, and how soon the list is whole again. */
final class FailuresInTheMonthTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private static VirtualMonths month(int limit) {
        return new VirtualMonths(NOVEMBER, limit, EnumSet.allOf(Region.class));
    }

    /** By default periods that was 26,000 calls in 16 hours. */
    @ParameterizedTest
    @CsvSource({"1000, 130", "26000, 1400"})
    void aFirstSweepThatFailsEachTimeDoesNotSpendTheMonth(int limit, int mostInADay) {
        VirtualMonths month = month(limit);
        month.failingPage = 61;

        month.run(DAY);

        assertThat(month.calls()).isLessThan(mostInADay);
        assertThat(month.longestPause).isLessThanOrEqualTo(HOUR);
        month.run(DAY.multipliedBy(29));
        assertThat(month.calls()).isLessThanOrEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 26_000})
    void anOutageOfADayIsPaidFromTheSameCallsAndIsOverWithinTwoPeriods(int limit) {
        VirtualMonths month = month(limit);
        month.run(DAY.multipliedBy(8));
        Duration period = month.pace.fullPeriod();
        int before = month.calls();

        month.failingPage = -1;
        month.run(DAY);
        int spent = month.calls() - before;
        assertThat(month.pace.fullPeriod()).isLessThanOrEqualTo(period.multipliedBy(2));
        month.failingPage = 0;
        int complete = month.complete.size();
        month.run(period.multipliedBy(2));

        assertThat(spent).isLessThan(limit / 20);
        assertThat(month.complete).hasSizeGreaterThan(complete);
        assertThat(month.longestPause).isLessThanOrEqualTo(HOUR);
        month.run(DAY.multipliedBy(20));
        assertThat(month.callsAtApi.get(YearMonth.of(2026, 11))).isLessThanOrEqualTo(limit);
    }

    /** The API answers the page that had failed, and fails another one, each time. */
    @Test
    void walksThatFailAgainAndAgainAreNotWalkedFasterThanTheMonthPays() {
        VirtualMonths month = month(26_000);
        Random random = new Random(1);
        for (int hour = 0; hour < 24 * 29; hour++) {
            month.failingPage = 2 + random.nextInt(99);
            month.run(HOUR);
        }

        assertThat(month.calls()).isLessThanOrEqualTo(26_000);
        assertThat(month.partialSweeps).isGreaterThan(100);
        month.failingPage = 0;
        month.run(DAY.multipliedBy(2));
        assertThat(month.complete).isNotEmpty();
    }

    /** A month that has used its last call must leave nothing behind for the next. */
    @Test
    void theFirstFailureOfANewMonthWaitsNoLongerThanAnyOther() {
        VirtualMonths month = month(300);
        month.run(DAY.multipliedBy(30).minus(HOUR));
        month.run(HOUR.multipliedBy(2));

        assertThat(month.pace.pollPeriod()).isLessThan(DAY);
        month.failingPage = -1;
        month.run(DAY);

        assertThat(month.longestPause).isLessThanOrEqualTo(HOUR);
    }

    /** Too few for anything: nobody polls any more, and health must say why. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void callsThatPayForNoPollAreSpent(int left) {
        VirtualMonths month = month(26_000);
        month.run(DAY.multipliedBy(2));
        month.restart();
        while (month.budget.left() > left) {
            month.budget.take();
        }
        int before = month.calls();

        month.run(DAY.multipliedBy(2));

        assertThat(month.calls()).isEqualTo(before);
        assertThat(month.pace.problem()).isPresent();
    }

    /** An outage of a day, three restarts and a clock a month behind; the calls are the API's own count. */
    @ParameterizedTest
    @ValueSource(ints = {300, 1_000, 26_000})
    void aMonthWithAllOfItKeepsWithinTheBudgetOfEachMonth(int limit) {
        VirtualMonths month = month(limit);
        month.wall.advance(DAY.multipliedBy(-30));
        month.run(DAY.multipliedBy(5));
        month.restart();
        month.failingPage = -1;
        month.run(DAY);
        month.restart();
        month.failingPage = 0;
        month.run(DAY.multipliedBy(10));
        month.wall.advance(DAY.multipliedBy(30));
        month.restart();
        month.run(DAY.multipliedBy(20));

        System.out.println("With " + limit + " calls a month the API has counted " + month.callsAtApi + ", for "
                + month.complete.size() + " full sweeps and " + month.partialSweeps + " partial ones");
        assertThat(month.callsAtApi.values())
                .allSatisfy(calls -> assertThat(calls).isLessThanOrEqualTo(limit));
        assertThat(month.complete.get(month.complete.size() - 1)).isAfter(Instant.parse("2026-12-01T00:00:00Z"));
    }
}
