package io.github.ticketstream.pace;

import static io.github.ticketstream.pace.Region.BACK;
import static io.github.ticketstream.pace.Region.FRONT;
import static io.github.ticketstream.pace.Region.OPEN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How calls are shared; polls come 120 s apart at least. Expected seconds are worked out by hand, as the comments say. */
final class SharesTest {
    private static final double DAY = 86_400;
    private static final ProbeStats UNKNOWN = new ProbeStats(0.5);

    private final Map<Region, ProbeStats> regions = new EnumMap<>(Region.class);

    private void region(Region region, long changes, double seconds, long calls) {
        regions.put(region, known(changes, seconds, calls));
    }

    private static ProbeStats known(long changes, double seconds, long calls) {
        ProbeStats known = new ProbeStats(0.5);
        known.add(changes, calls, Duration.ofMillis((long) (seconds * 1_000)));
        return known;
    }

    private void nothingWasTried() {
        EnumSet.allOf(Region.class).forEach(region -> regions.put(region, UNKNOWN));
    }

    private Shares shares(double callsPerSecond, long costOfFull) {
        return shares(callsPerSecond, costOfFull, UNKNOWN);
    }

    private Shares shares(double callsPerSecond, long costOfFull, ProbeStats fullSweeps) {
        return shares(callsPerSecond, costOfFull, Optional.empty(), fullSweeps);
    }

    private Shares sharesOfUser(double callsPerSecond, long costOfFull, long fullPeriod) {
        return shares(callsPerSecond, costOfFull, Optional.of(Duration.ofSeconds(fullPeriod)), UNKNOWN);
    }

    private Shares shares(double callsPerSecond, long costOfFull, Optional<Duration> full, ProbeStats fullSweeps) {
        Periods periods = new Periods(Duration.ofSeconds(120), full, regions.keySet());
        return Shares.of(new Shares.Means(callsPerSecond, costOfFull, periods), fullSweeps, regions);
    }

    private static void assertSeconds(Duration actual, double seconds) {
        assertThat(actual.toNanos() / 1e9).isEqualTo(seconds, within(1e-4 * seconds));
    }

    /** Nothing was tried in any region; the calls are a second's, the period is what the user has set. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            without a budget                         | true  | Infinity | 100 |      | 120
            without regions                          | false | 0.01     | 100 |      | 10000
            120 calls in 120 s pay for all           | true  | 1        | 120 |      | 120
            a list of two pages                      | true  | 0.001    | 2   |      | 2000
            a period that 0.0625 calls don't pay for | true  | 0.0625   | 100 | 1000 | 1600
            """)
    void everyPollIsAFullSweep(String where, boolean withRegions, double calls, long cost, Long full, long seconds) {
        if (withRegions) {
            nothingWasTried();
        }
        Duration period = Duration.ofSeconds(seconds);

        assertThat(shares(calls, cost, Optional.ofNullable(full).map(Duration::ofSeconds), UNKNOWN))
                .isEqualTo(new Shares(period, period, Map.of()));
    }

    @Test
    void aListOfThreePagesIsNotReadAsAWholeEachTime() {
        nothingWasTried();

        assertThat(shares(0.001, 3).visits()).containsOnlyKeys(FRONT, BACK, OPEN);
    }

    @Test
    void noPeriodIsLongerThanAMonth() {
        assertSeconds(shares(0.001, 10_000).full(), 31 * DAY);
    }

    /** 0.05 - 100 / 3,600 calls a second are left, and one look at each of three regions takes three: 135 s. */
    @Test
    void whatFullSweepsLeaveIsSharedByThePlaces() {
        nothingWasTried();

        Shares shares = sharesOfUser(0.05, 100, 3_600);

        assertThat(shares.onlyFull()).isEqualTo(Duration.ofSeconds(2_000));
        assertThat(shares.visits()).hasSize(3);
        shares.visits().values().forEach(period -> assertSeconds(period, 135));
    }

    /**
     * As long as nothing was found anywhere: once a day. A day of 0.0008 calls a second has 69 of the 100; it is half the calls
     * all the same, as long as partial sweeps pay: 100 / 0.0004.
     */
    @ParameterizedTest
    @CsvSource({"0.008, 86400", "0.0008, 250000"})
    void beforeAnythingIsKnownAFullSweepComesOnceADayForHalfTheCallsAtMost(double calls, double seconds) {
        nothingWasTried();

        assertSeconds(shares(calls, 100).full(), seconds);
    }

    @Test
    void whereNothingIsFoundAnywhereAFullSweepComesOnceADay() {
        region(FRONT, 0, 1_000, 1);

        assertSeconds(shares(0.008, 100, known(0, 1_000, 100)).full(), DAY);
    }

    /**
     * The front brings 0.09 changes a second for one call: the root is 0.3; full sweeps bring 0.0001 for 100: 0.1. So they get
     * a quarter of 0.008 calls a second, and the front a call each 1 / 0.006 s.
     */
    @Test
    void eachIsVisitedByTheRootOfWhatItBringsAndCosts() {
        region(FRONT, 9, 100, 1);

        Shares shares = shares(0.008, 100, known(1, 10_000, 100));

        assertSeconds(shares.full(), 50_000);
        assertSeconds(shares.onlyFull(), 12_500);
        assertSeconds(shares.visits().get(FRONT), 166.667);
    }

    /**
     * Front: 0.04 a second for one call, the root is 0.2; back: 0.0025 for four, 0.1. Of all changes, 0.0425, a twentieth is
     * taken to be found by full sweeps only; that is 0.002125 for ten calls, 0.145774. The share is 0.145774 / 0.445774.
     */
    @Test
    void untilFullSweepsWereSeenToFindMoreATwentiethIsTheirs() {
        region(FRONT, 4, 100, 1);
        region(BACK, 1, 400, 4);

        Shares shares = shares(0.001, 10);

        assertSeconds(shares.full(), 30_579.7);
        // Weights: 1, and of 1.5 / 400 / 4 in 0.04 the root, 0.153093; 1 + 4 * 0.153093 calls at 0.000672986 a second.
        assertSeconds(shares.visits().get(FRONT), 2_395.85);
        // It would be 15,650 s: half the time between two full sweeps is the longest.
        assertSeconds(shares.visits().get(BACK), 15_289.85);
    }

    /** Hoped for: 0.5 / 100 of 1 change a second, whose root is 0.0707. */
    @Test
    void howeverManyTheCallsWhatNeverPaysIsLookedAtRarelyAllTheSame() {
        region(FRONT, 100, 100, 1);
        region(BACK, 0, 100, 1);

        Shares shares = sharesOfUser(POSITIVE_INFINITY, 100, 86_400);

        assertSeconds(shares.visits().get(FRONT), 120);
        assertSeconds(shares.visits().get(BACK), 1_697.06);
    }

    /** Hoped for: 1.5 / 37.5 and 1.5 / 40 of 1 change a second, whose roots are 0.2 and a little less. */
    @ParameterizedTest
    @CsvSource({"37.5, 120", "40, 619.68"})
    void aPlacePaysFromAFifthOfTheBestOnesWeightOn(double seconds, double period) {
        region(FRONT, 100, 100, 1);
        region(BACK, 1, seconds, 1);

        assertSeconds(sharesOfUser(POSITIVE_INFINITY, 100, 86_400).visits().get(BACK), period);
    }

    /** 1.5 / 1.25 hoped for, as good as the best, and no better: 2 calls at 0.01 - 10 / 10,000 a second. */
    @Test
    void whatMayBeAsGoodAsTheBestIsVisitedLikeIt() {
        region(FRONT, 100, 100, 1);
        region(BACK, 1, 1.25, 1);

        Shares shares = sharesOfUser(0.01, 10, 10_000);

        assertSeconds(shares.visits().get(FRONT), 2 / 0.009);
        assertSeconds(shares.visits().get(BACK), 2 / 0.009);
    }

    /** Each of what was tried in vain may be the best: four calls at 0.009 a second. */
    @Test
    void whereNothingWasFoundAllPlacesAreTriedAlike() {
        region(FRONT, 0, 100, 1);
        region(BACK, 0, 10_000, 1);
        region(OPEN, 0, 100, 2);

        Shares shares = sharesOfUser(0.01, 10, 10_000);

        shares.visits().values().forEach(period -> assertSeconds(period, 4 / 0.009));
    }
}
