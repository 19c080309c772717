package io.github.ticketstream.pace;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How the calls are shared: the time between two full sweeps, and between two visits of each region.
 *
 * <p>A change waits half a visit's period in the mean. Over all changes that is least when each region is visited in
 * proportion to the square root of what it brings a second and call; full sweeps are one more region, which brings what no
 * other finds.
 *
 * @param full between the starts of two full sweeps
 * @param onlyFull the same if all calls were theirs
 * @param visits between two visits of each region; empty if every poll is a full sweep
 */
record Shares(Duration full, Duration onlyFull, Map<Region, Duration> visits) {
    /** A region that never pays gets this part of the calls that the best one gets. */
    private static final double LEAST = 0.025;
    /** A region of this weight or more pays; the best one has 1. */
    private static final double PAYS = 0.2;

    /** Until full sweeps were seen to find more or less: the part of all changes that only they find. */
    private static final double ONLY_FULL = 0.05;

    /** A list that takes so few calls is read as a whole each time: probing a region costs as much. */
    private static final long SHORT_LIST = 2;

    private static final double CLEARLY_LESS = 0.95;
    private static final double MAX_WHILE_PARTIAL_PAYS = 0.5;
    /** What is left to try the regions when they do not pay. */
    private static final double MAX_OTHERWISE = 0.95;

    private static final double A_DAY = Duration.ofDays(1).toSeconds();
    private static final double LONGEST = Duration.ofDays(31).toSeconds();

    /**
     * What there is to share.
     *
     * @param callsPerSecond that may be made from now on; infinite without a budget
     * @param costOfFull calls that a full sweep takes; 0 if that is not known
     */
    record Means(double callsPerSecond, long costOfFull, Periods periods) {
        private double shortest() {
            return periods.poll().toNanos() / 1e9;
        }
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
                        : means.costOfFull() / (calls * shareOfFull(means, fullSweeps, regions)));
        double left = calls - means.costOfFull() / full;
        boolean affordable = Double.isInfinite(calls) || left > calls / 1000;
        boolean partial = !regions.isEmpty() && full > shortest && affordable;
        return new Shares(
                duration(full),
                duration(onlyFull),
                partial ? visits(Math.max(shortest, full / 2), shortest, left, regions) : Map.of());
    }

    private static double shareOfFull(Means means, ProbeStats fullSweeps, Map<Region, ProbeStats> regions) {
        double partial = 0;
        double found = 0;
        for (ProbeStats region : regions.values()) {
            partial += Math.sqrt(region.rate() * region.cost());
            found += region.rate();
        }
        double rate = fullSweeps.isKnown() ? fullSweeps.rate() : found * ONLY_FULL;
        double own = Math.sqrt(rate * means.costOfFull());
        // Waiting time of all changes, with partial sweeps and without them.
        double waiting = Math.pow(partial + own, 2);
        double waitingWithout = (found + rate) * means.costOfFull();
        boolean pays = waiting < waitingWithout * CLEARLY_LESS || waitingWithout == 0;
        if (!pays) {
            return MAX_OTHERWISE;
        }
        double aDay = means.costOfFull() / (A_DAY * means.callsPerSecond());
        double fair = own == 0 ? 0 : own / (own + partial);
        return Math.min(MAX_WHILE_PARTIAL_PAYS, Math.max(aDay, fair));
    }

    /** @param longest even a region that never pays is probed so often: between two full sweeps at least once */
    private static Map<Region, Duration> visits(
            double longest, double shortest, double calls, Map<Region, ProbeStats> regions) {
        Map<Region, Double> weights = weights(regions);
        double paid = 0;
        for (Map.Entry<Region, Double> region : weights.entrySet()) {
            paid += regions.get(region.getKey()).cost() * region.getValue();
        }
        double scale = paid / calls;
        Map<Region, Duration> visits = new EnumMap<>(Region.class);
        weights.forEach((region, weight) -> {
            // Calls may be plenty: what never pays is probed rarely all the same.
            double affordable = weight >= PAYS ? scale : Math.max(scale, shortest);
            double period = Math.max(shortest, affordable / weight);
            visits.put(region, duration(Math.min(longest, period)));
        });
        return visits;
    }

    /** What was not tried counts as the best, and what never pays as a little. */
    private static Map<Region, Double> weights(Map<Region, ProbeStats> regions) {
        double best =
                regions.values().stream().mapToDouble(ProbeStats::density).max().orElse(0);
        Map<Region, Double> weights = new EnumMap<>(Region.class);
        regions.forEach((name, region) -> {
            double part = Math.min(1, region.hopedDensity() / best);
            weights.put(name, Math.max(LEAST / region.cost(), Math.sqrt(part)));
        });
        return weights;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (Math.min(seconds, LONGEST) * 1e9));
    }
}
