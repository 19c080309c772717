package io.github.ticketstream.content;

import io.github.ticketstream.process.Printable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Which fields make silent changes. Of the tickets that were new or changed last it remembers a hash of each field, so that a
 * change can be reported by its fields' names; of others it only knows that they changed.
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

    /** A ticket says something else now, silently. */
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

    /** Of the fields that have moved so far, safe to be shown; as far as they are known. */
    public SortedSet<String> names() {
        return moved;
    }
}
