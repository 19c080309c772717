package io.github.ticketstream.pace;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The division of the calls: the time between two full sweeps, and between two visits of each region.
 *
 * <p>Together, a region's changes of an age have waited <i>rate × age² ÷ 2</i>; divided by the calls, that is the worth
 * of a visit. All changes wait least when each region is visited as soon as its visit is worth the same <i>price</i>,
 * the one at which the calls last: every <i>√(price × calls ÷ rate)</i>. Full sweeps are one more region, which yields
 * the changes that no other finds.
 *
 * @param full between the starts of two full sweeps
 * @param onlyFull the same if all calls were theirs
 * @param visits between two visits of each region; empty if every poll is a full sweep
 */
record Shares(Duration full, Duration onlyFull, Map<Region, Duration> visits) {
    /** The assumed share of changes that only full sweeps find, until they were measured. */
    private static final double ONLY_FULL = 0.05;

    /** A list of at most so many calls is always read as a whole: probing a region costs as much. */
    private static final long SHORT_LIST = 2;

    /** The largest share of the calls for full sweeps; the rest tries the regions even when they do not pay. */
    private static final double MAX_SHARE = 0.95;

    private static final double A_DAY = Duration.ofDays(1).toSeconds();
    private static final double LONGEST = Duration.ofDays(31).toSeconds();

    /**
     * @param callsPerSecond that may be made from now on; infinite without a budget
     * @param costOfFull calls that a full sweep takes; 0 if that is not known
     */
    record Means(double callsPerSecond, long costOfFull, Periods periods) {
        private double shortest() {
            return periods.poll().toNanos() / 1e9;
        }
    }

    /** Returns the time between the starts of two polls. */
    Duration pollPeriod() {
        return visits.values().stream().min(Duration::compareTo).orElse(full);
    }

    static Shares of(Means means, ProbeStats fullSweeps, Map<Region, ProbeStats> regions) {
        double calls = means.callsPerSecond();
        double shortest = means.shortest();
        double onlyFull = Math.max(shortest, means.costOfFull() / calls);
        double full = means.periods()
                .full()
                .map(period -> Math.max(onlyFull, period.toNanos() / 1e9))
                .orElseGet(() -> regions.isEmpty() || onlyFull <= shortest || means.costOfFull() <= SHORT_LIST
                        ? onlyFull
                        : full(means, onlyFull, fullSweeps, regions));
        double left = calls - means.costOfFull() / full;
        boolean affordable = Double.isInfinite(calls) || left > calls / 1000;
        boolean partial = !regions.isEmpty() && full > shortest && affordable;
        return new Shares(
                duration(full),
                duration(onlyFull),
                partial ? visits(Math.max(shortest, full / 2), shortest, left, regions) : Map.of());
    }

    /**
     * Returns the time between two full sweeps: as short as their yield deserves, and a day at most if half of the
     * calls pay for that. Full sweeps that find less than half get no more than half.
     */
    private static double full(Means means, double onlyFull, ProbeStats fullSweeps, Map<Region, ProbeStats> regions) {
        double partial = 0;
        double found = 0;
        for (ProbeStats region : regions.values()) {
            partial += Math.sqrt(region.rate() * region.cost());
            found += region.rate();
        }
        double rate = fullSweeps.isKnown() ? fullSweeps.rate() : found * ONLY_FULL;
        double own = Math.sqrt(rate * means.costOfFull());
        double least = rate > found ? onlyFull / MAX_SHARE : 2 * onlyFull;
        double longest = Math.max(A_DAY, 2 * onlyFull);
        return own == 0 ? longest : Math.min(longest, Math.max(least, onlyFull * (own + partial) / own));
    }

    /** @param longest even a region that never pays is probed so often: between two full sweeps at least once */
    private static Map<Region, Duration> visits(
            double longest, double shortest, double calls, Map<Region, ProbeStats> regions) {
        double best =
                regions.values().stream().mapToDouble(ProbeStats::density).max().orElse(0);
        Map<Region, Double> densities = new EnumMap<>(Region.class);
        double roots = 0;
        for (Map.Entry<Region, ProbeStats> region : regions.entrySet()) {
            // An untried region counts as the best one; if no region has found anything, all count the same.
            double density = best == 0 ? 1 : Math.min(best, region.getValue().hopedDensity());
            densities.put(region.getKey(), density);
            roots += region.getValue().cost() * Math.sqrt(density);
        }
        double price = Math.pow(roots / calls, 2);
        Map<Region, Duration> visits = new EnumMap<>(Region.class);
        densities.forEach((name, density) -> {
            // A region that hardly pays is not probed at each poll, however many the calls are.
            double least = density < ProbeStats.PAYS * best ? best * shortest * shortest : 0;
            double period = Math.sqrt(Math.max(price, least) / density);
            visits.put(name, duration(Math.min(longest, Math.max(shortest, period))));
        });
        return visits;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (Math.min(seconds, LONGEST) * 1e9));
    }
}
