package io.github.ticketstream.simulator;

import java.time.Instant;

/**
 * One version of a ticket that a client was given.
 *
 * @param updateTime epoch milliseconds
 * @param json the text as served
 * @param firstServed when a whole reply first had it
 */
public record ServedVersion(String ticketNo, long updateTime, String json, Instant firstServed) {
    static ServedVersion of(SimulatedTicket ticket, Instant firstServed) {
        return new ServedVersion(ticket.ticketNo(), ticket.updateTime(), ticket.json(), firstServed);
    }
}
