package io.github.ticketstream.simulation;

import io.github.ticketstream.published.Absence.Kind;
import io.github.ticketstream.published.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** That a ticket has disappeared is told only if two complete sweeps in a row did not hold it, and never of many. */
final class Disappearances {
    private static final int FEW = 20;

    private final World world;
    /** Where a complete sweep stands in the order of all that was written → its number. */
    private final TreeMap<Long, Integer> completeSweeps = new TreeMap<>();

    Disappearances(World world) {
        this.world = world;
        Map<Integer, Long> first = new TreeMap<>();
        Stream.of("tuya.tickets", "tuya.tickets.state", "tuya.tickets.sweeps")
                .flatMap(topic ->
                        world.kafka().committed(topic).stream().filter(entry -> isOfACompleteSweep(topic, entry)))
                .forEach(entry -> first.merge(sweep(entry), entry.sequence(), Math::min));
        first.forEach((number, sequence) -> completeSweeps.put(sequence, number));
    }

    static boolean isOne(FakeKafka.Entry entry) {
        return String.valueOf(entry.headers().get("ce_type")).contains("disappeared");
    }

    /** The ticket topic, and among its records the tombstones that somebody has written on the state topic. */
    static List<FakeKafka.Entry> withMarksTakenAway(World world) {
        List<FakeKafka.Entry> entries = new ArrayList<>(world.kafka().committed("tuya.tickets"));
        world.kafka().committed("tuya.tickets.state").stream()
                .filter(Disappearances::isTakenAway)
                .forEach(entries::add);
        entries.sort(Comparator.comparingLong(FakeKafka.Entry::sequence));
        return entries;
    }

    static boolean isTakenAway(FakeKafka.Entry mark) {
        return mark.value() == null && !mark.headers().containsKey(Invariants.SWEEP);
    }

    private static boolean isOfACompleteSweep(String topic, FakeKafka.Entry entry) {
        if (!entry.headers().containsKey(Invariants.SWEEP)) {
            return false;
        }
        return switch (topic) {
            case "tuya.tickets" -> isOne(entry);
            case "tuya.tickets.state" -> {
                Kind kind = Mark.read(entry.value()).absence().kind();
                yield kind == Kind.MISSING || kind == Kind.GONE;
            }
            default -> true;
        };
    }

    /** Tickets that were on the topic when this sweep had told of none yet, whatever the filters. */
    private Set<String> publishedBefore(int sweep, FakeKafka.Entry told) {
        Set<String> published = new HashSet<>();
        for (FakeKafka.Entry entry : withMarksTakenAway(world)) {
            if (entry.sequence() > told.sequence() || (isOne(entry) && sweep(entry) == sweep)) {
                break;
            }
            if (isOne(entry) || isTakenAway(entry)) {
                published.remove(entry.key());
            } else {
                published.add(entry.key());
            }
        }
        return published;
    }

    private static int sweep(FakeKafka.Entry entry) {
        return Integer.parseInt(entry.headers().get(Invariants.SWEEP));
    }

    List<String> breaches() {
        List<String> breaches = new ArrayList<>();
        for (FakeKafka.Entry entry : world.kafka().committed("tuya.tickets")) {
            if (isOne(entry)) {
                String why = wrong(entry);
                if (!why.isEmpty()) {
                    breaches.add("wrongly told that " + entry.key() + " has disappeared: " + why);
                }
            }
        }
        return breaches;
    }

    private String wrong(FakeKafka.Entry entry) {
        String ticket = entry.key();
        World.SweepRead sweep = world.sweep(sweep(entry));
        long missing = publishedBefore(sweep(entry), entry).stream()
                .filter(number -> !sweep.seen().contains(number))
                .count();
        // Those that are outside of some filters are no reason to doubt.
        if (missing > FEW && !world.wasEverNarrow()) {
            return missing + " were missing at once";
        }
        if (sweep.partial() || sweep.seen().contains(ticket)) {
            return "the sweep was partial, or had seen it";
        }
        // Of this sweep's own records the first may stand before this one.
        Map.Entry<Long, Integer> before = completeSweeps.lowerEntry(entry.sequence());
        while (before != null && before.getValue() == sweep(entry)) {
            before = completeSweeps.lowerEntry(before.getKey());
        }
        if (before == null) {
            return "no complete sweep was before";
        }
        World.SweepRead last = world.sweep(before.getValue());
        if (last.narrow() != sweep.narrow()) {
            return "the filters had changed";
        }
        if (last.seen().contains(ticket)) {
            return "the complete sweep before had seen it";
        }
        if (last.always().contains(ticket) && sweep.always().contains(ticket)) {
            return "it was in the list while both sweeps walked";
        }
        return wasSeenBetween(before.getKey(), entry) ? "a sweep in between had seen it" : "";
    }

    /** By a sweep of any kind that knew what was noted, and came to its end. */
    private boolean wasSeenBetween(long noted, FakeKafka.Entry told) {
        return world.ends().entrySet().stream()
                .filter(end -> end.getKey() != sweep(told) && end.getValue() <= told.sequence())
                .map(end -> world.sweep(end.getKey()))
                .anyMatch(between -> between.beganAt() > noted && between.seen().contains(told.key()));
    }
}
