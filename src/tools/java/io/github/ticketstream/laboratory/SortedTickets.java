package io.github.ticketstream.laboratory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Tickets in the order of their keys. */
final class SortedTickets {
    private static final Comparator<LabTicket> BY_KEY = (one, other) ->
            one.key != other.key ? Long.compare(one.key, other.key) : Integer.compare(one.id, other.id);

    private final ArrayList<LabTicket> tickets = new ArrayList<>();

    void add(LabTicket ticket) {
        tickets.add(-index(ticket) - 1, ticket);
    }

    /** Before its key changes. */
    void remove(LabTicket ticket) {
        int index = index(ticket);
        if (index >= 0) {
            tickets.remove(index);
        }
    }

    /** After keys have changed. Of primitives first: a list that changes every hour is sorted 720 times in a month. */
    void sort() {
        long lowBits = (1L << (Long.SIZE - Long.numberOfLeadingZeros(tickets.size()))) - 1;
        long[] keys = new long[tickets.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (tickets.get(i).key & ~lowBits) | i;
        }
        Arrays.sort(keys);
        LabTicket[] unsorted = tickets.toArray(new LabTicket[0]);
        for (int i = 0; i < keys.length; i++) {
            tickets.set(i, unsorted[(int) (keys[i] & lowBits)]);
        }
        tickets.sort(BY_KEY); // Hardly anything is left to do.
    }

    /** Where a ticket stands, from 0; negative if it is not there. */
    int index(LabTicket ticket) {
        return Collections.binarySearch(tickets, ticket, BY_KEY);
    }

    List<LabTicket> from(int first, int most) {
        return tickets.subList(Math.min(first, tickets.size()), Math.min(first + most, tickets.size()));
    }

    int size() {
        return tickets.size();
    }
}
