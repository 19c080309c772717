package io.github.ticketstream.simulator;

import java.util.function.Predicate;

/** Which requests a fault is for. */
public interface Calls extends Predicate<ApiCall> {

    static Calls all() {
        return call -> true;
    }

    /** Requests for a token, and refreshes. */
    static Calls token() {
        return ApiCall::isToken;
    }

    /** Requests for any page of the ticket list. */
    static Calls feedbacks() {
        return ApiCall::isFeedbacks;
    }

    /** Requests for what is documented below the list: one ticket, what was said about it, the statistics. */
    static Calls belowFeedbacks() {
        return ApiCall::isBelowFeedbacks;
    }

    /** Requests for this page of the ticket list. */
    static Calls page(int pageNo) {
        return call -> call.pageNo() == pageNo;
    }

    /** Requests for this page of the ticket list or a later one, if it is to hold more tickets than this. */
    static Calls largerPage(int size, int fromPage) {
        return call -> call.pageNo() >= fromPage && call.pageSize() > size;
    }

    /** Requests for pages, but the first, of which no ticket is among so many at the front. */
    static Calls behind(int tickets) {
        return call -> call.pageNo() > 1 && (call.pageNo() - 1) * call.pageSize() >= tickets;
    }

    /** Requests for the tickets in some states. */
    static Calls ofStates() {
        return call -> call.isFeedbacks() && call.query().containsKey("in_state_list");
    }
}
