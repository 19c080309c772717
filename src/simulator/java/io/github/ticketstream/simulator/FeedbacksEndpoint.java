package io.github.ticketstream.simulator;

import java.util.List;

/**
 * {@code GET /v1.0/iot-01/ticket/feedbacks}: the list of tickets, a page at a time.
 *
 * <p>There is no filter by time and the order is not documented, so the only way to see everything is to walk all pages
 * until {@code has_more} is false. The list lives on between two pages: tickets slide over page boundaries.
 */
final class FeedbacksEndpoint {

    /** Undocumented by Tuya. */
    static final int DEFAULT_PAGE_SIZE = 10;

    private final TicketPopulation tickets;
    private final Authentication authentication;
    private final Envelope envelope;
    private final Quirks quirks;

    FeedbacksEndpoint(TicketPopulation tickets, Authentication authentication, Envelope envelope, Quirks quirks) {
        this.tickets = tickets;
        this.authentication = authentication;
        this.envelope = envelope;
        this.quirks = quirks;
    }

    Reply answer(ApiCall call) {
        authentication.checkBusinessCall(call);
        ParameterStyle style = call.style();
        Query query = call.query();
        TicketFilter filter = TicketFilter.of(
                query.get(style.productId),
                query.get(style.catePath),
                quirks.understoodStates(query.get(style.inStateList)));
        int pageNo = quirks.understoodPageNo(number(query, style.pageNo, 1));
        int asked = number(query, style.pageSize, DEFAULT_PAGE_SIZE);
        Quirks.Cap cap = quirks.takeCap();
        int pageSize = Math.min(asked, cap.size());
        if (asked > pageSize) {
            switch (cap.above()) {
                case REFUSE -> throw new Refusal(1101, "param range error: " + style.pageSize);
                case BAD_REQUEST -> {
                    return Reply.status(400);
                }
                case TIME_OUT -> {
                    return Reply.json("time-out", new byte[0]).defective("time-out", new byte[0], Reply.Ending.NEVER);
                }
                default -> {}
            }
        }
        int told = cap.above() == PageCap.CLAMP_AND_ECHO ? asked : pageSize;
        TicketPage page = tickets.page(quirks.shown(filter), quirks.contentOf(pageNo), pageSize);
        List<SimulatedTicket> entries = quirks.emptied(pageNo) ? List.of() : page.entries();
        boolean hasMore = quirks.claimsMore(pageNo) || (long) pageNo * pageSize < page.total();
        String total = quirks.claimedTotal(page.total())
                .map(claimed -> ",\"total\":" + claimed)
                .orElse("");

        String head = envelope.successHead() + "{\"page_no\":" + pageNo + ",\"page_size\":" + told + ",\"list\":[";
        String tail = "]" + total + ",\"has_more\":" + hasMore + "}" + envelope.successTail();
        return Reply.ok(join(head, entries, tail), new Served(pageNo, !hasMore, entries));
    }

    private static int number(Query query, String name, int whenAbsent) {
        int number;
        try {
            number = query.get(name).map(Integer::parseInt).orElse(whenAbsent);
        } catch (NumberFormatException e) {
            throw new Refusal(1104, "type is incorrect: " + name);
        }
        if (number < 1) {
            throw new Refusal(1109, "param is illegal, please check it: " + name);
        }
        return number;
    }

    /** Copies ready-made bytes into place, so that serving is cheap enough to leave the load test's cores alone. */
    private static byte[] join(String head, List<SimulatedTicket> entries, String tail) {
        byte[] before = Envelope.utf8(head);
        byte[] after = Envelope.utf8(tail);
        int length = before.length + after.length + Math.max(0, entries.size() - 1);
        for (SimulatedTicket entry : entries) {
            length += entry.utf8().length;
        }
        byte[] body = new byte[length];
        int at = copy(before, body, 0);
        for (int i = 0; i < entries.size(); i++) {
            if (i > 0) {
                body[at++] = ',';
            }
            at = copy(entries.get(i).utf8(), body, at);
        }
        copy(after, body, at);
        return body;
    }

    private static int copy(byte[] from, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
        return at + from.length;
    }
}
