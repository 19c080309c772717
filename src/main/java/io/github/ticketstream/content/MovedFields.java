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
    private final Map<String, Print> known = new LinkedHashMap<>();
    private final SortedSet<String> moved = new ConcurrentSkipListSet<>();

    /** Of each field of a ticket 16 bits, by the field's number; 0 for one that it does not have. */
    public static final class Print {
        private final short[] fields;

        private Print(short[] fields) {
            this.fields = fields;
        }

        private short of(int field) {
            return field < fields.length ? fields[field] : 0;
        }
    }

    /** Remembers what a ticket says now. */
    public void note(String ticketNo, Print now) {
        known.remove(ticketNo);
        known.put(ticketNo, now);
        if (known.size() > MOST_TICKETS) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** A ticket says something else now, silently. */
    public void moved(String ticketNo, Print now) {
        Print before = known.get(ticketNo);
        for (int field = 0; before != null && field < names.size(); field++) {
            if (before.of(field) != now.of(field)) {
                moved.add(Printable.of(names.get(field), LONGEST_NAME));
            }
        }
        note(ticketNo, now);
    }

    /** To be taken while the content is at hand. */
    public Print print(TicketContent content) {
        short[] print = new short[names.size()];
        for (Map.Entry<String, String> member : content.members().entrySet()) {
            Integer number = number(member.getKey());
            if (number != null) {
                print = number < print.length ? print : Arrays.copyOf(print, number + 1);
                int hash = member.getValue().hashCode();
                print[number] = (short) Math.max(1, (hash ^ hash >>> 16) & Short.MAX_VALUE);
            }
        }
        return new Print(print);
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
