package io.github.ticketstream.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Which tickets were deleted, and when; also those that have come back. */
public final class Removals {
    private final TreeMap<String, SimulatedTicket> gone = new TreeMap<>();
    private final Map<String, List<Absence>> absences = new TreeMap<>();

    /** @param to {@link Instant#MAX} as long as it is not back */
    private record Absence(Instant from, Instant to) {}

    synchronized void add(SimulatedTicket ticket, Instant at) {
        gone.put(ticket.ticketNo(), ticket);
        absences.computeIfAbsent(ticket.ticketNo(), number -> new ArrayList<>()).add(new Absence(at, Instant.MAX));
    }

    synchronized void cameBack(String ticketNo, Instant at) {
        if (gone.remove(ticketNo) != null) {
            List<Absence> all = absences.get(ticketNo);
            all.add(new Absence(all.remove(all.size() - 1).from(), at));
        }
    }

    synchronized Optional<SimulatedTicket> any(RandomGenerator random) {
        List<String> numbers = List.copyOf(gone.keySet());
        return numbers.isEmpty() ? Optional.empty() : Optional.of(gone.get(numbers.get(random.nextInt(numbers.size()))));
    }

    /** Returns whether the ticket was away at some time between the two. */
    public synchronized boolean wasAway(String ticketNo, Instant from, Instant to) {
        return absences.getOrDefault(ticketNo, List.of()).stream()
                .anyMatch(absence -> !absence.from().isAfter(to) && !absence.to().isBefore(from));
    }

    /** Numbers of those that were deleted before this time and are not back. */
    public synchronized List<String> goneBefore(Instant time) {
        return gone.keySet().stream()
                .filter(number -> {
                    List<Absence> all = absences.get(number);
                    return all.get(all.size() - 1).from().isBefore(time);
                })
                .toList();
    }
}
