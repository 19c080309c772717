package io.github.ticketstream.simulator;

/** How the list is sorted; Tuya does not say. */
public enum TicketOrder {
    /** Oldest entry first: updates stay in place, new tickets come last. */
    INSERTION,
    /** Every update moves its ticket to the front, and all others over the page boundaries. */
    RECENTLY_UPDATED_FIRST
}
