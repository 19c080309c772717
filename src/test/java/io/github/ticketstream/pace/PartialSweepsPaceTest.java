package io.github.ticketstream.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.pace.Pace.Poll;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.CallBudgets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How full and partial sweeps share the calls. A full sweep takes 100 calls, a look one. */
final class PartialSweepsPaceTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration POLL = Duration.ofMinutes(2);

    private final MutableClock clock = new MutableClock(NOVEMBER);
    private CallBudget budget = CallBudgets.of(OptionalLong.of(26_000), clock);
    private final Map<Region, Integer> probes = new EnumMap<>(Region.class);
    private int fullSweeps;
    private int missed;

    @Test
    void aFirstRunBeginsWithAFullSweep() {
        assertThat(pace(Optional.empty()).next().orElseThrow()).isEqualTo(new Poll(Set.of(), 0));
    }

    @Test
    void whoeverTakesOverBeginsWithAFullSweepAndKnowsNoPlace() {
        Pace pace = pace(Optional.of(Duration.ofHours(1)));
        poll(pace, Duration.ofMinutes(30), region -> 1);

        pace.reset();

        assertThat(pace.next().orElseThrow()).isEqualTo(new Poll(Set.of(), 0));
    }

    @Test
    void withoutABudgetAndAPeriodEveryPollIsAFullSweep() {
        budget = CallBudgets.of(OptionalLong.empty(), clock);
        poll(pace(Optional.empty()), Duration.ofHours(2), region -> 1);

        assertThat(probes).isEmpty();
        assertThat(fullSweeps).isEqualTo(60);
    }

    @Test
    void aBudgetThatPaysForAFullSweepAtEachPollHasNoUseForPartialOnes() {
        budget = CallBudgets.of(OptionalLong.of(100 * 21_700), clock);
        poll(pace(Optional.empty()), Duration.ofHours(2), region -> 1);

        assertThat(probes).isEmpty();
    }

    /** One page: looking at its front would cost the same. */
    @Test
    void aShortListIsReadAsAWholeEachTime() {
        budget = CallBudgets.of(OptionalLong.of(1_000), clock);
        Pace pace = pace(Optional.empty());
        pace.next();
        take(1);
        pace.complete(new Visit(1, List.of()));

        assertThat(pace.pollPeriod()).isEqualTo(pace.fullPeriod());
    }

    @Test
    void theUsersPeriodRulesOverThatOfFullSweeps() {
        budget = CallBudgets.of(OptionalLong.empty(), clock);
        poll(pace(Optional.of(Duration.ofHours(1))), Duration.ofHours(10), region -> 1);

        assertThat(fullSweeps).isBetween(10, 11);
        assertThat(probes.get(Region.FRONT)).isBetween(280, 300);
    }

    @Test
    void whatPaysIsLookedAtOftenAndWhatNeverPaysRarelyButNotNever() {
        poll(pace(Optional.empty()), Duration.ofDays(3), region -> region == Region.FRONT ? 1 : 0);

        assertThat(probes.get(Region.FRONT)).isGreaterThan(1_000);
        assertThat(probes.get(Region.BACK)).isBetween(3, 200);
        assertThat(probes.get(Region.OPEN)).isBetween(3, 200);
        assertThat(fullSweeps).isBetween(3, 5);
    }

    @Test
    void aPlaceThatBeginsToPayIsNoticed() {
        Pace pace = pace(Optional.empty());
        poll(pace, Duration.ofDays(3), region -> region == Region.FRONT ? 1 : 0);
        probes.clear();

        poll(pace, Duration.ofDays(2), region -> region == Region.BACK ? 1 : 0);

        assertThat(probes.get(Region.BACK)).isGreaterThan(2 * probes.get(Region.FRONT));
    }

    /** Then full sweeps get all calls but those that it takes to try the regions. */
    @Test
    void wherePartialSweepsFindNothingFullOnesComeAsOftenAsTheyCan() {
        missed = 10;
        poll(pace(Optional.empty()), Duration.ofDays(6), region -> 0);

        assertThat(fullSweeps).isGreaterThan(40);
    }

    @Test
    void anIncompleteFullSweepIsRepeatedBeforeItsPeriodIsOverAndLeavesCallsToOthersMeanwhile() {
        budget = CallBudgets.of(OptionalLong.empty(), clock);
        Pace pace = pace(Optional.of(Duration.ofDays(1)));
        poll(pace, Duration.ofHours(1), region -> 1);
        clock.advance(Duration.ofDays(1));
        assertThat(pace.next().orElseThrow()).isEqualTo(new Poll(Set.of(), 0));
        pace.walked();

        clock.advance(Duration.ofHours(5));
        Poll between = pace.next().orElseThrow();
        pace.probed(visits(between.regions(), region -> 1));
        clock.advance(Duration.ofHours(1));

        assertThat(between.isFull()).isFalse();
        assertThat(pace.next().orElseThrow()).isEqualTo(new Poll(Set.of(), 0));
    }

    private Pace pace(Optional<Duration> fullSweepPeriod) {
        return new Pace(budget, new Periods(POLL, fullSweepPeriod, EnumSet.allOf(Region.class)), clock);
    }

    /** @param found changes, ten minutes old, that a look at a region finds */
    private void poll(Pace pace, Duration time, Function<Region, Integer> found) {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            if (pace.isDue()) {
                Poll poll = pace.next().orElseThrow();
                if (poll.isFull()) {
                    fullSweeps++;
                    take(100);
                    pace.complete(new Visit(
                            100, Collections.nCopies(missed, Duration.ofDays(1).toMillis())));
                } else {
                    pace.probed(visits(poll.regions(), found));
                }
            }
            clock.advance(Duration.ofSeconds(10));
        }
    }

    private Map<Region, Visit> visits(Set<Region> regions, Function<Region, Integer> found) {
        Map<Region, Visit> visits = new EnumMap<>(Region.class);
        for (Region region : regions) {
            probes.merge(region, 1, Integer::sum);
            take(1);
            List<Long> ages = Collections.nCopies(found.apply(region), 600_000L);
            visits.put(region, new Visit(1, ages));
        }
        return visits;
    }

    private void take(int calls) {
        for (int i = 0; i < calls; i++) {
            budget.take();
        }
    }
}
