package io.github.ticketstream.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.CallBudgets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A month of 30,000 calls goes by in virtual time, in which nothing fails. */
final class PaceTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration PERIOD = Duration.ofMinutes(2);

    private final MutableClock clock = new MutableClock(NOVEMBER);
    /** Every poll is a full sweep. */
    private VirtualMonths month = new VirtualMonths(NOVEMBER, 30_000, Set.of());

    private int callsOfNovember() {
        return month.callsAtApi.get(YearMonth.of(2026, 11));
    }

    private Pace pace(CallBudget calls, Duration period) {
        return new Pace(calls, new Periods(period, Optional.empty(), Set.of()), clock);
    }

    @ParameterizedTest
    @CsvSource({"1, 19900", "2, 14700", "7, 4200", "400, 73"})
    void theMonthsBudgetIsNeverExceededAndNotLeftUnusedWhateverTheNumberOfPages(int pages, int leastSweeps) {
        month.pages = pages;
        month.run(DAY.multipliedBy(30));

        assertThat(callsOfNovember()).isLessThanOrEqualTo(30_000);
        assertThat(month.complete).hasSizeGreaterThanOrEqualTo(leastSweeps);
    }

    @Test
    void sweepsComeEvenlyToTheEndOfTheMonth() {
        month.pages = 10;
        month.run(DAY.multipliedBy(30));

        assertThat(month.longestGap()).isLessThan(Duration.ofMinutes(20));
        assertThat(month.complete.get(month.complete.size() - 1)).isAfter(DECEMBER.minus(Duration.ofMinutes(30)));
    }

    @Test
    void aListThatGrowsInTheMonthStretchesThePeriodOnly() {
        month.pages = 2;
        month.run(DAY.multipliedBy(15));
        month.pages = 60;
        month.run(DAY.multipliedBy(15));

        assertThat(callsOfNovember()).isBetween(29_000, 30_000);
        assertThat(month.longestGap()).isLessThan(Duration.ofHours(3));
    }

    @Test
    void aRestartGoesOnWithTheCountOfThoseBefore() {
        month.pages = 5;
        month.run(DAY.multipliedBy(14));
        for (int restart = 0; restart < 20; restart++) {
            month.restart();
            month.run(Duration.ofHours(1));
        }
        month.run(DAY.multipliedBy(16).minusHours(20));

        assertThat(callsOfNovember()).isBetween(29_000, 30_000);
    }

    @Test
    void callsOfEarlierProcessesAreNoneOfTheSweepThatReadsOfThem() {
        CallBudget budget = CallBudgets.of(OptionalLong.of(30_000), clock);
        Pace pace = pace(budget, PERIOD);
        assertThat(pace.isDue()).isTrue();
        budget.restore(new CallBudget.Count(NOVEMBER.toEpochMilli(), 10_000));
        pace.restore(5);
        pace.next();
        for (int call = 0; call < 5; call++) {
            budget.take();
        }
        pace.complete(new Visit(0, List.of()));

        // 30 days * 5 calls / 19,995 calls
        assertThat(pace.pollPeriod()).isBetween(Duration.ofSeconds(640), Duration.ofSeconds(650));
    }

    @Test
    void theWallClockHasNoSayInWhenASweepIsDue() {
        MutableClock wall = new MutableClock(NOVEMBER.plus(Duration.ofDays(2)));
        Pace two = pace(CallBudgets.of(OptionalLong.empty(), wall), PERIOD);
        two.next();

        wall.advance(Duration.ofHours(-1));
        clock.advance(PERIOD);
        assertThat(two.isDue()).isTrue();
        two.next();

        wall.advance(Duration.ofHours(5));
        assertThat(two.isDue()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"PT2M, PT1S", "PT0.3S, PT0.03S"})
    void theTickIsAPartOfThePeriodAndNoLongerThanASecond(Duration period, Duration tick) {
        assertThat(pace(CallBudgets.none(), period).tick()).isEqualTo(tick);
    }

    @Test
    void whatPaysIsLookedAtOftenAndWhatNeverPaysRarelyButNotNever() {
        month = new VirtualMonths(NOVEMBER, 26_000, EnumSet.allOf(Region.class));
        month.found = region -> region == Region.FRONT ? 1 : 0;

        month.run(DAY.multipliedBy(3));

        assertThat(month.probes.get(Region.FRONT)).isGreaterThan(1_000);
        assertThat(month.probes.get(Region.BACK)).isBetween(3, 200);
        assertThat(month.probes.get(Region.OPEN)).isBetween(3, 200);
        assertThat(month.complete).hasSizeBetween(3, 5);

        month.probes.clear();
        month.found = region -> region == Region.BACK ? 1 : 0;
        month.run(DAY.multipliedBy(2));

        assertThat(month.probes.get(Region.BACK))
                .as("a place that begins to pay")
                .isGreaterThan(2 * month.probes.get(Region.FRONT));
    }
}
