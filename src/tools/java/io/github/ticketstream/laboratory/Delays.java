package io.github.ticketstream.laboratory;

import io.github.ticketstream.kit.Spread;
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

    Spread of(LabChange.Kind kind) {
        return Spread.of(byKind.getOrDefault(kind, List.of()));
    }

    Spread ofAll() {
        return Spread.of(byKind.values().stream().flatMap(List::stream).toList());
    }
}
