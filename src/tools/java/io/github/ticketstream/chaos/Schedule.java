package io.github.ticketstream.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The order of faults that a seed stands for. Every kind comes once in each round, so that none is forgotten.
 */
final class Schedule {
    private final List<FaultKind> faults = new ArrayList<>();

    Schedule(long seed, int count, Collection<FaultKind> kinds) {
        Random random = new Random(seed);
        while (faults.size() < count && !kinds.isEmpty()) {
            List<FaultKind> round = new ArrayList<>(kinds);
            Collections.shuffle(round, random);
            faults.addAll(round.subList(0, Math.min(round.size(), count - faults.size())));
        }
    }

    List<FaultKind> faults() {
        return List.copyOf(faults);
    }

    Map<FaultKind, Integer> counts() {
        Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
        faults.forEach(kind -> counts.merge(kind, 1, Integer::sum));
        return counts;
    }
}
