package io.github.ticketstream.content;

import io.github.ticketstream.process.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Which fields make silent changes. Of the tickets that were new or changed last it remembers 16 bits a field, so that a
 * change can be told by its fields' names; of others it only knows that they changed.
 */
public final class MovedFields {
    /** Takes about 1 MB. */
    private static final int MOST_TICKETS = 5_000;

    private static final int MOST_NAMES = 64;
    private static final int LONGEST_NAME = 60;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final Map<String, short[]> known = new LinkedHashMap<>();
    private final SortedSet<String> moved = new ConcurrentSkipListSet<>();

    /** Remembers what a ticket says now. */
    public void note(String ticketNo, TicketContent content) {
        known.remove(ticketNo);
        known.put(ticketNo, print(content));
        if (known.size() > MOST_TICKETS) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** A ticket says something else now, silently. */
    public void moved(String ticketNo, TicketContent content) {
        short[] before = known.get(ticketNo);
        if (before != null) {
            short[] after = print(content);
            int length = Math.max(before.length, after.length);
            short[] one = Arrays.copyOf(before, length);
            short[] other = Arrays.copyOf(after, length);
            for (int i = 0; i < length; i++) {
                if (one[i] != other[i]) {
                    moved.add(Printable.of(names.get(i), LONGEST_NAME));
                }
            }
        }
        note(ticketNo, content);
    }

    private short[] print(TicketContent content) {
        short[] print = new short[names.size()];
        for (Map.Entry<String, String> member : content.members().entrySet()) {
            Integer number = number(member.getKey());
            if (number != null) {
                print = number < print.length ? print : Arrays.copyOf(print, number + 1);
                int hash = member.getValue().hashCode();
                print[number] = (short) Math.max(1, (hash ^ hash >>> 16) & Short.MAX_VALUE);
            }
        }
        return print;
    }

    private Integer number(String name) {
        Integer number = numbers.get(name);
        if (number == null && names.size() < MOST_NAMES) {
            number = names.size();
            names.add(name);
            numbers.put(name, number);
        }
        return number;
    }

    /** The names of the fields that have moved so far, safe to be shown; as far as they are known. */
    public SortedSet<String> names() {
        return moved;
    }
}
