package io.github.ticketstream.simulator;

import java.util.List;

/** A slice of the list and how many entries pass the filter in all, both of the same instant. */
record TicketPage(List<SimulatedTicket> entries, int total) {}
