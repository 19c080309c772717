package io.github.ticketstream.content;

import io.github.ticketstream.process.Printable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Finds the fields that change silently. It remembers a hash of each field of the tickets that were new or changed
 * last, so that it can name the fields of a change; of other tickets it only knows that they changed.
 */
public final class MovedFields {
    private static final int MAX_TICKETS = 1_000;
    private static final int MAX_NAMES = 64;
    private static final int MAX_NAME = 60;

    private final Map<String, Map<String, Integer>> known = new LinkedHashMap<>();
    private final SortedSet<String> moved = new ConcurrentSkipListSet<>();

    public void note(String ticketNo, Map<String, Integer> now) {
        known.remove(ticketNo);
        known.put(ticketNo, now);
        if (known.size() > MAX_TICKETS) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** Compares the fields of a ticket that has changed silently with those before. */
    public void moved(String ticketNo, Map<String, Integer> now) {
        Map<String, Integer> before = known.getOrDefault(ticketNo, now);
        Set<String> names = new HashSet<>(before.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            // A field that one of the two does not have has no hash there.
            boolean same = before.containsKey(name) && before.get(name).equals(now.get(name));
            if (!same && moved.size() < MAX_NAMES) {
                moved.add(Printable.of(name, MAX_NAME));
            }
        }
        note(ticketNo, now);
    }

    /** Returns the names of the fields that have changed silently so far, safe to show. */
    public SortedSet<String> names() {
        return moved;
    }
}
