package io.github.ticketstream.simulator;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * {@code GET /v1.0/iot-01/ticket/feedbacks}: the list of tickets, a page at a time.
 *
 * <p>There is no filter by time and the order is not documented, so the only way to see everything is to walk all pages
 * until {@code has_more} is false. The list lives on between two pages: tickets slide over page boundaries.
 */
final class TicketList {

    /** Undocumented by Tuya. */
    private static final int DEFAULT_PAGE_SIZE = 10;

    private final TicketPopulation tickets;
    private final Quirks quirks;
    private final Envelope envelope;

    TicketList(TicketPopulation tickets, Quirks quirks, Envelope envelope) {
        this.tickets = tickets;
        this.quirks = quirks;
        this.envelope = envelope;
    }

    Reply answer(ApiCall call) {
        int pageNo = number(call, call.style().pageNo, 1);
        int asked = number(call, call.style().pageSize, DEFAULT_PAGE_SIZE);
        Quirks.Cap cap = quirks.takeCap();
        if (asked > cap.size()) {
            switch (cap.above()) {
                case REFUSE -> throw new Refusal(1101, "param range error: " + call.style().pageSize);
                case BAD_REQUEST -> {
                    return Reply.status(400);
                }
                case TIME_OUT -> {
                    return Reply.ok(new byte[0]).defective("time-out", Reply.Ending.NEVER);
                }
                case CLAMP, CLAMP_AND_ECHO -> {}
            }
        }
        return page(call, quirks.ignoresPageNo ? 1 : pageNo, asked, cap);
    }

    private Reply page(ApiCall call, int pageNo, int asked, Quirks.Cap cap) {
        int pageSize = Math.min(asked, cap.size());
        int toldSize = cap.above() == PageCap.CLAMP_AND_ECHO ? asked : pageSize;
        List<SimulatedTicket> matching = tickets.matching(filter(call));
        int from = (int) Math.min((Math.min(pageNo, quirks.repeatedPage) - 1L) * pageSize, matching.size());
        int to = (int) Math.min((long) from + pageSize, matching.size());
        boolean emptied = pageNo >= quirks.emptyFromPage;
        List<SimulatedTicket> entries = emptied ? List.of() : matching.subList(from, to);
        boolean hasMore = quirks.alwaysHasMore || emptied || (long) pageNo * pageSize < matching.size();
        String total = quirks.withoutTotal ? "" : ",\"total\":" + quirks.claimedTotal.applyAsLong(matching.size());

        ByteArrayOutputStream body = new ByteArrayOutputStream(1024 * (entries.size() + 1));
        body.writeBytes(Envelope.utf8(
                "{\"result\":{\"page_no\":" + pageNo + ",\"page_size\":" + toldSize + ",\"list\":["));
        String separator = "";
        for (SimulatedTicket entry : entries) {
            body.writeBytes(Envelope.utf8(separator));
            body.writeBytes(entry.utf8());
            separator = ",";
        }
        body.writeBytes(Envelope.utf8("]" + total + ",\"has_more\":" + hasMore + "}" + envelope.successTail()));
        return Reply.ok(body.toByteArray()).withPage(pageNo, !hasMore, entries);
    }

    /**
     * Each filter is off when empty, and all that are on must agree. A category path matches that category and everything
     * below it.
     */
    private Predicate<SimulatedTicket> filter(ApiCall call) {
        Set<String> products = values(call, call.style().productId);
        Set<String> states = quirks.ignoresStates ? Set.of() : values(call, call.style().inStateList);
        String category = call.parameter(call.style().catePath);
        Predicate<SimulatedTicket> hidden = quirks.hidden;
        return ticket -> (products.isEmpty() || products.contains(ticket.productId()))
                && (states.isEmpty() || states.contains(ticket.stateCode()))
                && (category.isEmpty() || (ticket.categoryPath() + ",").startsWith(category + ","))
                && !hidden.test(ticket);
    }

    private static Set<String> values(ApiCall call, String name) {
        String commaSeparated = call.parameter(name);
        return commaSeparated.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(commaSeparated.split(",")));
    }

    private static int number(ApiCall call, String name, int whenAbsent) {
        int number;
        try {
            number = Integer.parseInt(call.query().getOrDefault(name, "" + whenAbsent));
        } catch (NumberFormatException e) {
            throw new Refusal(1104, "type is incorrect: " + name);
        }
        if (number < 1) {
            throw new Refusal(1109, "param is illegal, please check it: " + name);
        }
        return number;
    }
}
