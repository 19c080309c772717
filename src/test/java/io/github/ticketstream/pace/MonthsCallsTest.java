package io.github.ticketstream.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.CallBudgets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator is told of the month's calls. November has 30 days. */
final class MonthsCallsTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");

    private final MutableClock clock = new MutableClock(NOVEMBER);
    private CallBudget budget;
    private Pace pace;

    private void month(OptionalLong limit, Optional<Duration> full, Set<Region> regions) {
        budget = CallBudgets.of(limit, clock);
        pace = new Pace(budget, new Periods(Duration.ofMinutes(2), full, regions), clock);
    }

    private void month(long limit) {
        month(OptionalLong.of(limit), Optional.empty(), Set.of());
    }

    private void used(long calls) {
        budget.restore(new CallBudget.Count(clock.millis(), calls));
    }

    /** 720 polls a day of ten calls each; one call is kept. */
    @ParameterizedTest
    @CsvSource({"0, 7201, 2026-11-02", "0, 7200, 2026-11-01", "10, 14401, 2026-11-13", "0, 216001,"})
    void theDayIsToldOnWhichTheCallsWouldBeSpent(int days, long limit, LocalDate spentOn) {
        clock.advance(Duration.ofDays(days));
        month(limit);
        pace.restore(10);

        assertThat(pace.spentOn()).isEqualTo(Optional.ofNullable(spentOn));
    }

    @Test
    void asLongAsNoSweepsCostIsKnownThereIsNoSuchDay() {
        month(30);

        assertThat(pace.spentOn()).isEmpty();
    }

    @Test
    void withoutABudgetThereIsNoSuchDayAndNothingInTheWay() {
        month(OptionalLong.empty(), Optional.of(Duration.ofHours(1)), Set.of());
        pace.restore(10);

        assertThat(pace.spentOn()).isEmpty();
        assertThat(pace.problem()).isEmpty();
        assertThat(pace.notice()).isEmpty();
    }

    /** Of 30 calls one is kept; a cost that is unknown is taken for one call. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a full sweep is paid for              | false | 10 | 19 | false
            a full sweep is not                   | false | 10 | 20 | true
            partial sweeps need three calls       | true  | 10 | 26 | false
            two are too few for them              | true  | 10 | 27 | true
            a cost that is unknown is paid for    | false |    | 28 | false
            a cost that is unknown is not         | false |    | 29 | true
            """)
    void whatDoesNotPayForAnyPollIsInTheirWay(String what, boolean partial, Long cost, long used, boolean problem) {
        month(OptionalLong.of(30), Optional.empty(), partial ? EnumSet.allOf(Region.class) : Set.of());
        if (cost != null) {
            pace.restore(cost);
        }
        used(used);

        assertThat(pace.problem().isPresent()).isEqualTo(problem);
    }

    /** 30 calls pay for a sweep of two every other day; three of them are more than a day. */
    @ParameterizedTest
    @CsvSource({"30, 2, 24", "720, 1, 3"})
    void aMonthThatUsesItsLastCallsAtItsEndIsNoProblem(int limit, long cost, int hours) {
        month(limit);
        pace.next();
        pace.restore(cost);
        used(limit - 1);
        Duration rest = budget.restOfMonth();

        clock.advance(rest.minus(Duration.ofHours(hours)).minusSeconds(1));
        assertThat(pace.problem()).contains(budget.spent());

        clock.advance(Duration.ofSeconds(1));
        assertThat(pace.problem()).isEmpty();
    }

    /** 43,201 calls: 60 an hour. */
    @ParameterizedTest
    @CsvSource({"60, false", "61, true"})
    void aBudgetThatPaysForLessThanHalfOfTheFullSweepsThatAreAskedForIsNoticed(long cost, boolean noticed) {
        month(OptionalLong.of(43_201), Optional.of(Duration.ofMinutes(30)), EnumSet.allOf(Region.class));
        pace.restore(cost);

        assertThat(pace.notice()).isEqualTo(noticed ? SLOW : "");
    }

    private static final String SLOW = "tuya.calls-per-month=43201 allows a full sweep every 1h1m, not every 30m0s"
            + " (tickets.full-sweep-period), and no polls between them";
}
