package io.github.ticketstream.pace;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How the calls are shared: the time between two full sweeps, and between two visits of each place.
 *
 * <p>A change waits half a visit's period in the mean. Over all changes that is least when each place is visited in
 * proportion to the square root of what it brings a second and call; full sweeps are one more place, which brings what no
 * other finds.
 *
 * @param full between the starts of two full sweeps
 * @param onlyFull the same if all calls were theirs
 * @param visits between two visits of each place; empty if every poll is a full sweep
 */
record Shares(Duration full, Duration onlyFull, Map<Place, Duration> visits) {
    /** A place that never pays gets this part of the calls that the best one gets. */
    private static final double LEAST = 0.025;
    /** A place of this weight or more pays; the best one has 1. */
    private static final double PAYS = 0.2;

    /** Until full sweeps were seen to find more or less: the part of all changes that only they find. */
    private static final double ONLY_FULL = 0.05;

    /** A list that takes so few calls is read as a whole each time: looking at a place costs as much. */
    private static final long SHORT_LIST = 2;

    private static final double CLEARLY_LESS = 0.95;
    private static final double MOST_WHILE_PARTIAL_PAYS = 0.5;
    /** What is left to try the places when they do not pay. */
    private static final double MOST_OTHERWISE = 0.95;

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

    static Shares of(Means means, Yield fullSweeps, Map<Place, Yield> places) {
        double calls = means.callsPerSecond();
        double shortest = means.shortest();
        double onlyFull = Math.max(shortest, means.costOfFull() / calls);
        double full = means.periods()
                .full()
                .map(period -> Math.max(onlyFull, period.toNanos() / 1e9))
                .orElseGet(() -> places.isEmpty() || onlyFull <= shortest || means.costOfFull() <= SHORT_LIST
                        ? onlyFull
                        : means.costOfFull() / (calls * shareOfFull(means, fullSweeps, places)));
        double left = calls - means.costOfFull() / full;
        boolean affordable = Double.isInfinite(calls) || left > calls / 1000;
        boolean partial = !places.isEmpty() && full > shortest && affordable;
        return new Shares(
                duration(full),
                duration(onlyFull),
                partial ? visits(Math.max(shortest, full / 2), shortest, left, places) : Map.of());
    }

    private static double shareOfFull(Means means, Yield fullSweeps, Map<Place, Yield> places) {
        double partial = 0;
        double found = 0;
        for (Yield place : places.values()) {
            partial += Math.sqrt(place.rate() * place.cost());
            found += place.rate();
        }
        double rate = fullSweeps.isKnown() ? fullSweeps.rate() : found * ONLY_FULL;
        double own = Math.sqrt(rate * means.costOfFull());
        // Waiting time of all changes, with partial sweeps and without them.
        double waiting = Math.pow(partial + own, 2);
        double waitingWithout = (found + rate) * means.costOfFull();
        boolean pays = waiting < waitingWithout * CLEARLY_LESS || waitingWithout == 0;
        if (!pays) {
            return MOST_OTHERWISE;
        }
        double aDay = means.costOfFull() / (A_DAY * means.callsPerSecond());
        double fair = own == 0 ? 0 : own / (own + partial);
        return Math.min(MOST_WHILE_PARTIAL_PAYS, Math.max(aDay, fair));
    }

    /** @param longest even a place that never pays is looked at so often: between two full sweeps at least once */
    private static Map<Place, Duration> visits(
            double longest, double shortest, double calls, Map<Place, Yield> places) {
        Map<Place, Double> weights = weights(places);
        double paid = 0;
        for (Map.Entry<Place, Double> place : weights.entrySet()) {
            paid += places.get(place.getKey()).cost() * place.getValue();
        }
        double scale = paid / calls;
        Map<Place, Duration> visits = new EnumMap<>(Place.class);
        weights.forEach((place, weight) -> {
            // Calls may be plenty: what never pays is looked at rarely all the same.
            double affordable = weight >= PAYS ? scale : Math.max(scale, shortest);
            double period = Math.max(shortest, affordable / weight);
            visits.put(place, duration(Math.min(longest, period)));
        });
        return visits;
    }

    /** What was not tried counts as the best, and what never pays as a little. */
    private static Map<Place, Double> weights(Map<Place, Yield> places) {
        double best = places.values().stream().mapToDouble(Yield::density).max().orElse(0);
        Map<Place, Double> weights = new EnumMap<>(Place.class);
        places.forEach((name, place) -> {
            double part = Math.min(1, place.hopedDensity() / best);
            weights.put(name, Math.max(LEAST / place.cost(), Math.sqrt(part)));
        });
        return weights;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (Math.min(seconds, LONGEST) * 1e9));
    }
}
