package io.github.ticketstream.simulator;

/**
 * The calls that Tuya documents below the list: one ticket, its messages, and the number of unfinished ones. Only
 * fields whose form is not the same everywhere.
 */
final class TicketDetails {

    private final TicketPopulation tickets;
    private final Envelope envelope;

    TicketDetails(TicketPopulation tickets, Envelope envelope) {
        this.tickets = tickets;
        this.envelope = envelope;
    }

    Reply answer(ApiCall call) {
        String[] path = call.path().substring(ApiCall.FEEDBACKS_PATH.length() + 1).split("/");
        if (call.path().endsWith("/feedback-statistics")) {
            long open = tickets.snapshot().stream()
                    .filter(ticket -> !ticket.stateCode().equals(TicketState.FINISHED.code()))
                    .count();
            return Reply.ok(envelope.success("{\"no_finished_count\":" + open + "}"));
        }
        if (!tickets.contains(path[0])) {
            throw new Refusal(1109, "param is illegal, please check it: ticket_no");
        }
        SimulatedTicket ticket = tickets.get(path[0]);
        if (path.length == 1) {
            return Reply.ok(envelope.success(("{\"id\":1,\"ticket_no\":%s,\"state_code\":%s,\"urge\":0,\"is_follow\":false,"
                            + "\"requester\":\"\",\"requester_email\":\"user***@example.com\"}")
                    .formatted(Envelope.quote(ticket.ticketNo()), Envelope.quote(ticket.stateCode()))));
        }
        if (path.length > 2 || !path[1].equals("communications")) {
            throw new Refusal(1108, "uri path invalid");
        }
        if (call.parameter("query_mode").isEmpty()) {
            throw new Refusal(1100, "param is empty: query_mode");
        }
        return Reply.ok(envelope.success("{\"data\":[{\"operate_at\":\"%d\",\"account\":\"sun***@tuya.com\"}],\"total\":1,"
                .formatted(ticket.updateTime()) + "\"page_size\":10,\"has_more\":true}"));
    }
}
