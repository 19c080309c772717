package io.github.ticketstream.laboratory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** From change to topic, by the kind of the change; in seconds. */
final class Delays {
    private final Map<LabChange.Kind, List<Double>> byKind = new EnumMap<>(LabChange.Kind.class);

    void add(LabChange change, long publishedAt) {
        byKind.computeIfAbsent(change.kind(), kind -> new ArrayList<>()).add((publishedAt - change.at()) / 1000.0);
    }

    double of(LabChange.Kind kind, double share) {
        return share(byKind.getOrDefault(kind, List.of()), share);
    }

    double ofAll(double share) {
        return share(byKind.values().stream().flatMap(List::stream).toList(), share);
    }

    private static double share(List<Double> delays, double share) {
        if (delays.isEmpty()) {
            return 0;
        }
        List<Double> sorted = delays.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
    }
}
