package io.github.ticketstream.pace;

import io.github.ticketstream.tuya.TuyaException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The regions that partial sweeps probe: when each was probed last, its yield, and which of them rest. */
final class Probes {
    /** Remembers about twenty probes: enough to tell two regions apart, few enough to follow the list in a day. */
    private static final double MEMORY = 0.95;
    /** Calls kept for one probe, which goes on from a page that held a change. */
    static final int RESERVE = 3;

    private static final Duration REST_AFTER_REFUSAL = Duration.ofDays(1);
    /** After a failure that may pass. */
    private static final Duration REST = Duration.ofHours(1);

    private final Map<Region, ProbeStats> stats = new EnumMap<>(Region.class);
    private final Map<Region, Instant> last = new EnumMap<>(Region.class);
    private final Map<Region, Instant> restsUntil = new EnumMap<>(Region.class);

    Probes(Set<Region> regions) {
        regions.forEach(region -> stats.put(region, new ProbeStats(MEMORY)));
    }

    /** Returns the statistics of the regions that do not rest. */
    Map<Region, ProbeStats> stats(Instant now) {
        Map<Region, ProbeStats> awake = new EnumMap<>(stats);
        awake.keySet().removeIf(region -> now.isBefore(restsUntil.getOrDefault(region, Instant.MIN)));
        return awake;
    }

    Duration rest(Region region, TuyaException failure, Instant now) {
        boolean refused = failure.kind() == TuyaException.Kind.REQUEST || failure.kind() == TuyaException.Kind.LIST;
        Duration length = refused ? REST_AFTER_REFUSAL : REST;
        restsUntil.put(region, now.plus(length));
        return length;
    }

    /** @param callsLeft in this month */
    Set<Region> due(Map<Region, Duration> periods, Instant now, long callsLeft) {
        Set<Region> due = EnumSet.noneOf(Region.class);
        periods.forEach((region, period) -> {
            boolean isPaidFor = callsLeft >= RESERVE * stats.get(region).cost();
            if (isPaidFor
                    && (!last.containsKey(region)
                            || !now.isBefore(last.get(region).plus(period)))) {
                due.add(region);
            }
        });
        return due;
    }

    /** Notes a full sweep, which visits every region. */
    void probedAll(Instant start) {
        stats.keySet().forEach(region -> last.put(region, start));
    }

    /** Credits each region with the changes that no region which brings more would have found as well. */
    void probed(Map<Region, Visit> visits, Instant start) {
        Map<Region, Long> own = new EnumMap<>(Region.class);
        visits.forEach((region, visit) ->
                own.put(region, visit.missedWithin(sinceBetter(stats.get(region).density(), visits.keySet(), start))));
        visits.forEach((region, visit) -> {
            // Before the first probe, nobody knows how long its changes have waited.
            if (last.containsKey(region)) {
                stats.get(region).add(own.get(region), visit.calls(), Duration.between(last.get(region), start));
            }
            last.put(region, start);
            restsUntil.remove(region);
        });
    }

    /** Returns the time since all regions that pay were probed: they will find younger changes. */
    Duration sinceAllThatPay(Instant now) {
        return sinceBetter(0, Set.of(), now);
    }

    private Duration sinceBetter(double density, Set<Region> probedNow, Instant now) {
        double best =
                stats.values().stream().mapToDouble(ProbeStats::density).max().orElse(0);
        return stats.entrySet().stream()
                .filter(region -> !probedNow.contains(region.getKey()))
                .filter(region -> region.getValue().density() > density
                        && region.getValue().density() >= best * ProbeStats.PAYS)
                .map(region -> Duration.between(last.get(region.getKey()), now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
