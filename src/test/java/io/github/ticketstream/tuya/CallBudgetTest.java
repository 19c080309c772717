package io.github.ticketstream.tuya;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ticketstream.simulator.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A month goes by in virtual time: the timer fires every poll period, and a sweep takes as many calls as there are pages. */
final class CallBudgetTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofMinutes(2);

    private final MutableClock clock = new MutableClock(NOVEMBER);
    private final List<Instant> sweeps = new ArrayList<>();
    private CallBudget budget = budget(30_000);
    private long calls;

    @ParameterizedTest
    @CsvSource({"1, 21600", "2, 14900", "7, 4200", "400, 74"})
    void theMonthsBudgetIsNeverExceededAndNotLeftUnusedWhateverTheNumberOfPages(int pages, int leastSweeps) {
        pollUntil(DECEMBER, day -> pages);

        assertThat(calls).isLessThanOrEqualTo(30_000);
        assertThat(sweeps).hasSizeGreaterThanOrEqualTo(leastSweeps);
    }

    @Test
    void sweepsComeEvenlyToTheEndOfTheMonth() {
        pollUntil(DECEMBER, day -> 10);

        assertThat(longestGap()).isLessThan(Duration.ofMinutes(20));
        assertThat(Duration.between(sweeps.get(sweeps.size() - 1), DECEMBER)).isLessThan(Duration.ofMinutes(30));
    }

    @Test
    void aListThatGrowsInTheMonthStretchesThePeriodOnly() {
        pollUntil(DECEMBER, day -> day < 15 ? 2 : 60);

        assertThat(calls).isBetween(29_000L, 30_000L);
        assertThat(longestGap()).isLessThan(Duration.ofHours(3));
    }

    @Test
    void theNextMonthBeginsWithAllOfIt() {
        pollUntil(DECEMBER, day -> 400);
        calls = 0;

        pollUntil(Instant.parse("2027-01-01T00:00:00Z"), day -> 400);

        assertThat(calls).isBetween(29_000L, 30_000L);
    }

    @Test
    void aRestartGoesOnWhereTheSweepRecordLeftTheCount() {
        pollUntil(NOVEMBER.plus(Duration.ofDays(14)), day -> 5);
        for (int restart = 0; restart < 20; restart++) {
            long used = budget.used();
            budget = budget(30_000);
            budget.learn(clock.instant(), 5, used);
            pollUntil(clock.instant().plus(Duration.ofHours(1)), day -> 5);
        }
        pollUntil(DECEMBER, day -> 5);

        assertThat(calls).isBetween(29_000L, 30_000L);
    }

    @Test
    void callsBeforeTheLogWasReadAreAddedToWhatItTells() {
        budget.take();

        budget.learn(NOVEMBER, 5, 100);
        budget.learn(NOVEMBER, 5, 105);

        assertThat(budget.used()).isEqualTo(106);
    }

    @Test
    void callsOfEarlierProcessesAreNoneOfTheSweepThatReadsOfThem() {
        // The first sweep begins, and only then reads the log.
        assertThat(budget.isDue()).isTrue();
        budget.learn(NOVEMBER, 5, 10_000);
        for (int call = 0; call < 5; call++) {
            budget.take();
        }

        // 30 days * 5 calls / 19,995 calls
        assertThat(budget.period()).isBetween(Duration.ofSeconds(640), Duration.ofSeconds(650));
    }

    @Test
    void aRecordOfOnesOwnThatIsReadBackCountsNothingTwice() {
        budget.take();
        long told = budget.record();
        budget.take();

        budget.learn(NOVEMBER, 1, told);

        assertThat(budget.used()).isEqualTo(2);
    }

    @Test
    void aRecordOfLastMonthSaysNothingAboutThisOne() {
        budget.learn(NOVEMBER.minusMillis(1), 5, 29_999);

        assertThat(budget.used()).isZero();
    }

    @Test
    void noCallIsMadeBeyondTheBudget() {
        budget = budget(2);
        budget.take();
        budget.take();

        assertThatThrownBy(budget::take)
                .isInstanceOfSatisfying(
                        TuyaException.class, e -> assertThat(e.kind()).isEqualTo(TuyaException.Kind.QUOTA))
                .hasMessage("this month's budget is spent: 2 of 2 calls (tuya.calls-per-month)");
        assertThat(budget.problem()).contains("this month's budget is spent: 2 of 2 calls (tuya.calls-per-month)");
        assertThat(budget.remedy()).isEqualTo("raise tuya.calls-per-month, or wait for 2026-12-01");
    }

    @Test
    void aSweepThatTheRestOfTheBudgetDoesNotPayForIsNotBegun() {
        budget.learn(NOVEMBER, 100, 29_950);

        assertThat(budget.isDue()).isFalse();
        assertThat(budget.problem()).isPresent();
    }

    @Test
    void theDayIsToldOnWhichItWouldBeSpentAtThePollPeriod() {
        budget.learn(NOVEMBER, 2, 2);

        assertThat(budget.spentOn()).contains(LocalDate.parse("2026-11-21"));
    }

    @Test
    void aBudgetThatLastsHasNoSuchDay() {
        budget.learn(NOVEMBER, 1, 1);

        assertThat(budget.spentOn()).isEmpty();
        assertThat(budget.period()).isEqualTo(PERIOD);
    }

    @Test
    void withoutALimitEveryPollIsASweepAndTheCallsAreCountedAllTheSame() {
        budget = new CallBudget(OptionalLong.empty(), PERIOD, clock);

        pollUntil(NOVEMBER.plus(Duration.ofDays(1)), day -> 100);

        assertThat(sweeps).hasSize(720);
        assertThat(budget.used()).isEqualTo(72_000);
        assertThat(budget.problem()).isEmpty();
    }

    private void pollUntil(Instant end, IntUnaryOperator pagesOnDay) {
        while (clock.instant().isBefore(end)) {
            if (budget.isDue()) {
                sweeps.add(clock.instant());
                int pages = pagesOnDay.applyAsInt(
                        (int) Duration.between(NOVEMBER, clock.instant()).toDays());
                for (int page = 0; page < pages; page++) {
                    budget.take();
                    calls++;
                }
            }
            clock.advance(PERIOD);
        }
    }

    private Duration longestGap() {
        Duration longest = Duration.ZERO;
        for (int i = 1; i < sweeps.size(); i++) {
            Duration gap = Duration.between(sweeps.get(i - 1), sweeps.get(i));
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        return longest;
    }

    private CallBudget budget(long limit) {
        return new CallBudget(OptionalLong.of(limit), PERIOD, clock);
    }
}
