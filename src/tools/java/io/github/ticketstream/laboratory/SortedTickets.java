package io.github.ticketstream.laboratory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Tickets in the order of their keys. */
final class SortedTickets {
    private static final Comparator<LabTicket> BY_KEY =
            Comparator.comparingLong((LabTicket ticket) -> ticket.key()).thenComparing(LabTicket::id);

    private final ArrayList<LabTicket> tickets = new ArrayList<>();

    void add(LabTicket ticket) {
        tickets.add(-region(ticket) - 1, ticket);
    }

    /** Before its key changes. */
    void remove(LabTicket ticket) {
        int region = region(ticket);
        if (region >= 0) {
            tickets.remove(region);
        }
    }

    void sort() {
        tickets.sort(BY_KEY);
    }

    /** The place of a ticket, from 0; negative if it is not there. */
    int region(LabTicket ticket) {
        int low = 0;
        int high = tickets.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = BY_KEY.compare(tickets.get(middle), ticket);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    List<LabTicket> from(int first, int most) {
        return tickets.subList(Math.min(first, tickets.size()), Math.min(first + most, tickets.size()));
    }

    int size() {
        return tickets.size();
    }
}
