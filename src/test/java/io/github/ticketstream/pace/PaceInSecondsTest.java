package io.github.ticketstream.pace;

import static io.github.ticketstream.pace.Region.BACK;
import static io.github.ticketstream.pace.Region.FRONT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.ticketstream.pace.Pace.Poll;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.CallBudgets;
import io.github.ticketstream.tuya.TuyaException.Kind;
import io.github.ticketstream.tuya.TuyaFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decisions to the second and to the call, worked out by hand; polls come 120 s apart, a tick is a second. */
final class PaceInSecondsTest {
    private static final Set<Region> ALL = EnumSet.allOf(Region.class);
    private static final Duration POLL = Duration.ofSeconds(120);
    private static final Duration OF_KIND = Duration.ofSeconds(5);
    private static final long MONTH = 30 * 86_400;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-01T00:00:00Z"));
    private CallBudget budget;
    private Pace pace;

    private void pace(OptionalLong limit, Optional<Duration> full, Set<Region> regions) {
        budget = CallBudgets.of(limit, clock);
        pace = new Pace(budget, new Periods(POLL, full, regions), clock);
    }

    private void pace(long limit, Set<Region> regions) {
        pace(OptionalLong.of(limit), Optional.empty(), regions);
    }

    private void unlimited(Set<Region> regions) {
        pace(OptionalLong.empty(), Optional.of(Duration.ofHours(1)), regions);
    }

    private void seconds(double seconds) {
        clock.advance(Duration.ofMillis((long) (seconds * 1_000)));
    }

    private void take(int calls) {
        for (int call = 0; call < calls; call++) {
            budget.take();
        }
    }

    private Poll next() {
        return pace.next().orElseThrow();
    }

    private void fullSweep(int calls) {
        fullSweep(calls, 0);
    }

    /** @param missed changes of a day ago that it alone has found */
    private void fullSweep(int calls, int missed) {
        assertThat(next().isFull()).isTrue();
        take(calls);
        pace.complete(
                new Visit(calls, Collections.nCopies(missed, Duration.ofDays(1).toMillis())));
    }

    private void fail(int page, int calls) {
        next();
        take(calls);
        pace.failed(page);
    }

    private void used(long calls) {
        budget.restore(new CallBudget.Count(clock.millis(), calls));
    }

    private static void assertSeconds(Duration actual, double seconds) {
        assertThat(actual.toNanos() / 1e9).isEqualTo(seconds, within(1e-4 * seconds));
    }

    @Test
    void aFullSweepIsToComeAPeriodAfterTheStartOfTheLastOne() {
        pace(OptionalLong.empty(), Optional.empty(), Set.of());
        assertThat(pace.untilFull()).isEmpty();
        next();
        seconds(10);
        pace.complete(new Visit(1, List.of()));

        seconds(40);
        assertThat(pace.untilFull()).contains(Duration.ofSeconds(70));
        seconds(100);
        assertThat(pace.untilFull()).contains(Duration.ZERO);
    }

    /** A tick or two are no delay: the next poll comes when it would have come. */
    @ParameterizedTest
    @CsvSource({"121.999, 240", "122, 242"})
    void onlyAPollThatIsLateByTwoTicksMakesTheNextOneLater(double late, double next) {
        pace(OptionalLong.empty(), Optional.empty(), Set.of());
        fullSweep(1);
        seconds(late);
        fullSweep(1);

        seconds(next - late - 0.001);
        assertThat(pace.isDue()).isFalse();
        seconds(0.001);
        assertThat(pace.isDue()).isTrue();
    }

    @Test
    void aFailureIsFollowedByTheSamePageAndPageOneIfNoneIsToBlame() {
        unlimited(ALL);
        fail(0, 1);
        assertThat(next()).isEqualTo(new Poll(Set.of(), 1));
        pace.failed(61);
        assertThat(next()).isEqualTo(new Poll(Set.of(), 61));
        pace.failed(0);
        assertThat(next()).isEqualTo(new Poll(Set.of(), 61));
        pace.walked();

        seconds(900);
        assertThat(next()).isEqualTo(new Poll(Set.of(), 0));
    }

    /** Of 1,000 calls ten may be spent on quick retries, of 300 five; the first attempt is none of them. */
    @ParameterizedTest
    @CsvSource({"1000, 10", "300, 5"})
    void quickRetriesEndWhenTheirPartOfTheMonthIsSpent(long limit, int quick) {
        pace(limit, ALL);
        for (int attempt = 0; attempt <= quick; attempt++) {
            fail(1, 1);
            assertThat(pace.pause(OF_KIND)).isEqualTo(OF_KIND);
        }
        fail(1, 1);

        // One call is kept.
        assertSeconds(pace.pause(OF_KIND), Math.min(3_600, MONTH / (double) (limit - quick - 3)));
        assertThat(pace.pause(Duration.ofHours(2))).isEqualTo(Duration.ofHours(2));
        // A walk that took one call is taken for a short list: no region has a period.
        assertThat(next()).isEqualTo(new Poll(Set.of(FRONT), 1));
        take(2);
        pace.failed(0);
        assertThat(pace.pause(OF_KIND)).isEqualTo(Duration.ofHours(1));

        next();
        pace.probed(Map.of());
        assertThat(pace.pause(OF_KIND)).isEqualTo(OF_KIND);
    }

    @Test
    void withoutALimitEachFailureWaitsAsLongAsItsKindAsksFor() {
        unlimited(ALL);
        for (int attempt = 0; attempt < 50; attempt++) {
            fail(1, 1);
        }

        assertThat(pace.pause(OF_KIND)).isEqualTo(OF_KIND);
        assertThat(pace.pause(Duration.ofHours(2))).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void withoutCallsNothingIsBegunAndItIsAskedAgainInAMinute() {
        pace(30, ALL);
        used(29);

        assertThat(pace.next()).isEmpty();
        assertThat(pace.isDue()).isFalse();
        assertThat(pace.pause(OF_KIND)).isEqualTo(OF_KIND);
        assertThat(pace.pause(Duration.ofHours(2))).isEqualTo(Duration.ofMinutes(1));
    }

    /** 61 calls of it, and 938 are left: a walk is paid again when 61 / 999 of the month have gone by, after 158,270 s. */
    @Test
    void aWalkThatFailedIsNotRepeatedBeforeTheCallsForItAreThere() {
        pace(1_000, ALL);
        fail(61, 61);
        next();
        pace.probed(Map.of());

        seconds(158_200);
        assertThat(next().isFull()).isFalse();
        pace.probed(Map.of());
        seconds(120);
        assertThat(next()).isEqualTo(new Poll(Set.of(), 61));
    }

    /** A quarter of the period that the user has set. */
    @Test
    void oneThatMissedSomethingIsRepeatedAQuarterOfThePeriodLater() {
        unlimited(ALL);
        fullSweep(10);
        seconds(3_600);
        assertThat(next()).isEqualTo(new Poll(Set.of(), 0));
        pace.walked();

        seconds(899);
        assertThat(next().isFull()).isFalse();
        pace.probed(Map.of());
        seconds(1);
        assertThat(pace.isDue()).isFalse();
        seconds(119);
        assertThat(next()).isEqualTo(new Poll(Set.of(), 0));
    }

    @Test
    void whatASweepCostsIsWhatWasMadeSinceItBegan() {
        unlimited(ALL);
        take(7);
        fullSweep(36);
        assertThat(pace.costOfSweep()).isEqualTo(36);

        seconds(3_600);
        fullSweep(0);
        assertThat(pace.costOfSweep()).isEqualTo(1);
    }

    /** 36 calls an hour, and one for each region that does not rest every 120 s. */
    @Test
    void theCallsAtThePollPeriodAreThoseOfFullSweepsAndOfEachPlace() {
        unlimited(ALL);
        pace.restore(36);
        assertThat(pace.callsAtPollPeriod()).isEqualTo(0.01 + 3 / 120.0, within(1e-9));

        pace.rest(BACK, TuyaFailures.of(Kind.REQUEST));
        assertThat(pace.callsAtPollPeriod()).isEqualTo(0.01 + 2 / 120.0, within(1e-9));
    }

    /** 100 of 25,899 calls. */
    @Test
    void callsThatAreSpentMeanwhileStretchNoPeriod() {
        pace(26_000, Set.of());
        fullSweep(100);
        double period = MONTH * 100.0 / 25_899;
        assertSeconds(pace.fullPeriod(), period);
        assertSeconds(pace.pollPeriod(), period);

        used(25_000);

        assertSeconds(pace.fullPeriod(), period);
        assertSeconds(pace.pollPeriod(), period);
    }

    /** 100 of 99 calls in what is left of November, then of 25,999 in December's 31 days. */
    @Test
    void whatTheEndOfAMonthLeavesIsNoPeriodOfTheNext() {
        pace(26_000, Set.of());
        used(25_800);
        fullSweep(100);
        assertThat(pace.fullPeriod()).isGreaterThan(Duration.ofDays(30));

        seconds(MONTH);

        assertSeconds(pace.fullPeriod(), 31 * 86_400 * 100.0 / 25_999);
        assertSeconds(pace.pollPeriod(), 31 * 86_400 * 100.0 / 25_999);
    }

    /** Full sweeps that find what no region does get 0.95 of the calls; before that is known one comes a day. */
    @Test
    void whoeverTakesOverKnowsNothingOfWhatWasFound() {
        pace(26_000, ALL);
        fullSweep(100);
        seconds(86_400);
        fullSweep(100, 10);
        assertSeconds(pace.fullPeriod(), 29 * 86_400 * 100 / 0.95 / 25_799);
        pace.rest(FRONT, TuyaFailures.of(Kind.REQUEST));
        seconds(11_000);
        fail(1, 1);

        pace.reset();

        assertThat(pace.untilFull()).isEmpty();
        assertThat(pace.callsAtPollPeriod()).isEqualTo(100 / 86_400.0 + 3 / 120.0, within(1e-6));
        pace.probed(Map.of(FRONT, new Visit(1, List.of())));
        assertThat(next()).isEqualTo(new Poll(Set.of(), 0));
    }

    /** An overdrawn month pays for the call of each attempt: one of 987 in what is left of it. */
    @Test
    void whatIsOverdrawnIsNotDueBeforeItIsPaid() {
        pace(1_000, ALL);
        for (int attempt = 0; attempt < 12; attempt++) {
            fail(1, 1);
        }

        seconds(2_600);
        assertThat(pace.isDue()).isFalse();
        seconds(30);
        assertThat(pace.isDue()).isTrue();
    }

    /** Nobody has seen the list as a whole, and it will be walked again as soon as ten calls are paid. */
    @Test
    void afterAFirstWalkThatMissedSomethingThereAreNoPartialSweeps() {
        pace(21, ALL);
        next();
        take(10);
        pace.walked();

        seconds(120);

        assertThat(pace.next()).isEmpty();
    }

    /** Of 25,899 calls in the month full sweeps take 100 a day; three regions are left one each 339.6 s. */
    @Test
    void aPlaceIsLookedAtAPeriodAfterTheLastSweepThatHasLookedThere() {
        pace(26_000, ALL);
        fullSweep(100);
        seconds(338);
        assertThat(pace.isDue()).isFalse();
        seconds(3);
        assertThat(next()).isEqualTo(new Poll(ALL, 0));
        Visit nothing = new Visit(1, List.of());
        pace.probed(Map.of(FRONT, nothing, BACK, nothing, Region.OPEN, nothing));

        seconds(121);
        assertThat(pace.isDue()).isFalse();
        seconds(220);
        assertThat(pace.isDue()).isTrue();
    }
}
