package io.github.ticketstream.chaos;

import io.github.ticketstream.simulator.TicketPopulation;
import java.util.List;
import java.util.Random;

/** Adds list entries that are no ticket, each a little different. */
final class BadEntries {
    private static final List<String> SORTS = List.of(
            "{\"ticket_no\":null,\"update_time\":1,\"n\":%d}",
            "{\"ticket_no\":\"  \",\"update_time\":1719394102000,\"n\":%d}",
            "{\"ticket_no\":\"BAD%d\"}",
            "{\"ticket_no\":\"BAD%d\",\"update_time\":-1}",
            "{\"ticket_no\":\"BAD%d\",\"update_time\":\"yesterday\"}",
            "\"a text %d\"",
            "[%d]",
            "%d");

    private final TicketPopulation tickets;
    private final Random random;
    private int added;

    BadEntries(TicketPopulation tickets, long seed) {
        this.tickets = tickets;
        this.random = new Random(seed);
    }

    void add() {
        tickets.addGarbage(SORTS.get(random.nextInt(SORTS.size())).formatted(added++));
    }
}
