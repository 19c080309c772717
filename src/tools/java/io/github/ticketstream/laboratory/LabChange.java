package io.github.ticketstream.laboratory;

/**
 * A change of a ticket.
 *
 * @param at epoch milliseconds
 */
record LabChange(Kind kind, long at) {
    enum Kind {
        NEW,
        CHANGED,
        CLOSED
    }
}
