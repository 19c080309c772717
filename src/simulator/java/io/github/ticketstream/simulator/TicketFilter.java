package io.github.ticketstream.simulator;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The filters of the ticket list; each one is off when empty, and all that are on must agree.
 *
 * @param productIds any of these
 * @param categoryPath ids joined by commas, from the root down; matches that category and everything below it
 * @param stateCodes any of these
 */
record TicketFilter(Set<String> productIds, String categoryPath, Set<String> stateCodes)
        implements Predicate<SimulatedTicket> {

    static final TicketFilter NONE = new TicketFilter(Set.of(), "", Set.of());

    static TicketFilter of(Optional<String> productIds, Optional<String> categoryPath, Optional<String> stateCodes) {
        return new TicketFilter(list(productIds), categoryPath.orElse(""), list(stateCodes));
    }

    @Override
    public boolean test(SimulatedTicket ticket) {
        return (productIds.isEmpty() || productIds.contains(ticket.productId()))
                && (stateCodes.isEmpty() || stateCodes.contains(ticket.stateCode()))
                && (categoryPath.isEmpty() || (ticket.categoryPath() + ",").startsWith(categoryPath + ","));
    }

    private static Set<String> list(Optional<String> commaSeparated) {
        return commaSeparated
                .filter(text -> !text.isEmpty())
                .map(text -> Set.copyOf(Arrays.asList(text.split(","))))
                .orElse(Set.of());
    }
}
