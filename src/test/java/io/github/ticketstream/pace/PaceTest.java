package io.github.ticketstream.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.pace.Pace.Poll;
import io.github.ticketstream.simulator.MutableClock;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.CallBudgets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A month goes by in virtual time: once a tick it is asked whether a sweep is due, and a full one takes as many calls as there
 * are pages. Where polls may be partial sweeps a full one takes 100, and a look one.
 */
final class PaceTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofMinutes(2);
    /** Far longer than the program's own: a month then takes less long. */
    private static final Duration TICK = Duration.ofSeconds(10);

    private final MutableClock clock = new MutableClock(NOVEMBER);
    private final List<Instant> sweeps = new ArrayList<>();
    private CallBudget budget;
    private Pace pace;
    private long calls;
    private final Map<Region, Integer> probes = new EnumMap<>(Region.class);
    /** Changes of a day ago that each full sweep finds. */
    private int missed;

    @BeforeEach
    void begin() {
        begin(OptionalLong.of(30_000));
    }

    private void begin(OptionalLong limit) {
        budget = CallBudgets.of(limit, clock);
        pace = pace(budget, PERIOD);
    }

    /** Every poll is a full sweep. */
    private Pace pace(CallBudget calls, Duration period) {
        return new Pace(calls, new Periods(period, Optional.empty(), Set.of()), clock);
    }

    /** What a complete sweep left on the sweep topic. */
    private void read(Instant at, long callsOfSweep, long callsThisMonth) {
        budget.restore(new CallBudget.Count(at.toEpochMilli(), callsThisMonth));
        pace.restore(callsOfSweep);
    }

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
    void aRestartGoesOnWhereTheSweepRecordLeftTheCount() {
        pollUntil(NOVEMBER.plus(Duration.ofDays(14)), day -> 5);
        for (int restart = 0; restart < 20; restart++) {
            long used = budget.used();
            begin();
            read(clock.instant(), 5, used);
            pollUntil(clock.instant().plus(Duration.ofHours(1)), day -> 5);
        }
        pollUntil(DECEMBER, day -> 5);

        assertThat(calls).isBetween(29_000L, 30_000L);
    }

    @Test
    void callsOfEarlierProcessesAreNoneOfTheSweepThatReadsOfThem() {
        assertThat(pace.isDue()).isTrue();
        read(NOVEMBER, 5, 10_000);
        pace.next();
        take(5);
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

    @Test
    void theTickIsAPartOfThePeriodAndNoLongerThanASecond() {
        assertThat(pace.tick()).isEqualTo(Duration.ofSeconds(1));
        assertThat(pace(budget, Duration.ofMillis(300)).tick()).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void whatPaysIsLookedAtOftenAndWhatNeverPaysRarelyButNotNever() {
        begin(OptionalLong.of(26_000));
        poll(partial(Optional.empty()), Duration.ofDays(3), region -> region == Region.FRONT ? 1 : 0);

        assertThat(probes.get(Region.FRONT)).isGreaterThan(1_000);
        assertThat(probes.get(Region.BACK)).isBetween(3, 200);
        assertThat(probes.get(Region.OPEN)).isBetween(3, 200);
        assertThat(sweeps).hasSizeBetween(3, 5);
    }

    @Test
    void aPlaceThatBeginsToPayIsNoticed() {
        begin(OptionalLong.of(26_000));
        Pace pace = partial(Optional.empty());
        poll(pace, Duration.ofDays(3), region -> region == Region.FRONT ? 1 : 0);
        probes.clear();

        poll(pace, Duration.ofDays(2), region -> region == Region.BACK ? 1 : 0);

        assertThat(probes.get(Region.BACK)).isGreaterThan(2 * probes.get(Region.FRONT));
    }

    private void pollUntil(Instant end, IntUnaryOperator pagesOnDay) {
        while (clock.instant().isBefore(end)) {
            if (pace.isDue()) {
                pace.next();
                sweeps.add(clock.instant());
                int pages = pagesOnDay.applyAsInt(
                        (int) Duration.between(NOVEMBER, clock.instant()).toDays());
                take(pages);
                calls += pages;
                pace.complete(new Visit(0, List.of()));
            }
            clock.advance(TICK);
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

    /** Polls may be partial sweeps. */
    private Pace partial(Optional<Duration> fullSweepPeriod) {
        return new Pace(budget, new Periods(PERIOD, fullSweepPeriod, EnumSet.allOf(Region.class)), clock);
    }

    /** @param found changes, ten minutes old, that a look at a region finds */
    private void poll(Pace pace, Duration time, Function<Region, Integer> found) {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            if (pace.isDue()) {
                Poll poll = pace.next().orElseThrow();
                if (poll.isFull()) {
                    sweeps.add(clock.instant());
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

    private void take(int count) {
        for (int call = 0; call < count; call++) {
            budget.take();
        }
    }
}
