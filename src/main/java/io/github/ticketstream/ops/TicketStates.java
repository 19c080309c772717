package io.github.ticketstream.ops;

import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.settings.TicketState;
import java.util.ArrayList;
import java.util.List;

/**
 * The state in which this process last saw each ticket, for those who watch; nothing is decided by it. Not for
 * several threads.
 */
final class TicketStates {
    /** Names of states are kept, but not without end: who knows what the API sends. */
    private static final int MOST_NAMES = 100;

    private final KnownTickets tickets;
    private final List<String> names = new ArrayList<>(List.of(""));

    TicketStates(KnownTickets tickets) {
        this.tickets = tickets;
        names.addAll(TicketState.ALL);
    }

    /**
     * Notes the state of a ticket.
     *
     * @return the one before; empty if there was none
     */
    String put(String ticketNo, String state) {
        return names.get(tickets.putState(ticketNo, number(state)));
    }

    private int number(String state) {
        int known = names.indexOf(state);
        if (known >= 0) {
            return known;
        }
        if (names.size() == MOST_NAMES) {
            return 0;
        }
        names.add(state);
        return names.size() - 1;
    }
}
