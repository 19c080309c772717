package io.github.ticketstream.pace;

import io.github.ticketstream.tuya.TuyaException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The places where partial sweeps look: when each was looked at last, what that has brought, and which of them rest. */
final class Looks {
    private static final double MEMORY = 0.95;
    /** A place that brings this part of what the best one brings is worth looking at. */
    private static final double PAYS = 0.05;
    /** A look may take more calls than those before. */
    static final int RESERVE = 3;

    private static final Duration MIN_REST = Duration.ofMinutes(5);
    private static final Duration MAX_REST = Duration.ofDays(1);

    private final Map<Place, Yield> yields = new EnumMap<>(Place.class);
    private final Map<Place, Instant> last = new EnumMap<>(Place.class);
    private final Map<Place, Rest> rests = new EnumMap<>(Place.class);

    /** Until when a place is left alone, for how long in all, and why. */
    private record Rest(Instant until, Duration length, String why) {}

    Looks(Set<Place> places) {
        places.forEach(place -> yields.put(place, new Yield(MEMORY)));
    }

    /** Of the places that do not rest. */
    Map<Place, Yield> yields(Instant now) {
        Map<Place, Yield> awake = new EnumMap<>(yields);
        awake.keySet().removeAll(resting(now).keySet());
        return awake;
    }

    /** A refusal lasts; anything else may pass soon, or not. */
    Duration rest(Place place, TuyaException failure, Instant now) {
        Rest before = rests.get(place);
        boolean refused = failure.kind() == TuyaException.Kind.REQUEST || failure.kind() == TuyaException.Kind.LIST;
        Duration twice = before == null ? MIN_REST : before.length.multipliedBy(2);
        Duration length = refused || twice.compareTo(MAX_REST) > 0 ? MAX_REST : twice;
        rests.put(place, new Rest(now.plus(length), length, failure.getMessage()));
        return length;
    }

    Map<Place, String> resting(Instant now) {
        Map<Place, String> resting = new EnumMap<>(Place.class);
        rests.forEach((place, rest) -> {
            if (now.isBefore(rest.until)) {
                resting.put(place, rest.why);
            }
        });
        return resting;
    }

    /** @param callsLeft in this month */
    Set<Place> due(Map<Place, Duration> periods, Instant now, long callsLeft) {
        Set<Place> due = EnumSet.noneOf(Place.class);
        periods.forEach((place, period) -> {
            boolean isPaidFor = callsLeft >= RESERVE * yields.get(place).cost();
            if (isPaidFor
                    && (!last.containsKey(place)
                            || !now.isBefore(last.get(place).plus(period)))) {
                due.add(place);
            }
        });
        return due;
    }

    /** A full sweep, which looks everywhere. */
    void lookedEverywhere(Instant start) {
        yields.keySet().forEach(place -> last.put(place, start));
    }

    /** Credits each place with the changes that no place which brings more would have found as well. */
    void looked(Map<Place, Visit> visits, Instant start) {
        Map<Place, Long> own = new EnumMap<>(Place.class);
        visits.forEach((place, visit) ->
                own.put(place, visit.missedWithin(sinceBetter(yields.get(place).density(), visits.keySet(), start))));
        visits.forEach((place, visit) -> {
            // Before a first look nobody knows since when its changes have waited.
            if (last.containsKey(place)) {
                yields.get(place).add(own.get(place), visit.calls(), Duration.between(last.get(place), start));
            }
            last.put(place, start);
            rests.remove(place);
        });
    }

    /** Since all places that pay were looked at: what is younger, they will find. */
    Duration sinceAllThatPay(Instant now) {
        return sinceBetter(0, Set.of(), now);
    }

    private Duration sinceBetter(double density, Set<Place> lookedNow, Instant now) {
        double best = yields.values().stream().mapToDouble(Yield::density).max().orElse(0);
        return yields.entrySet().stream()
                .filter(place -> !lookedNow.contains(place.getKey()))
                .filter(place ->
                        place.getValue().density() > density && place.getValue().density() >= best * PAYS)
                .map(place -> Duration.between(last.get(place.getKey()), now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
