package io.github.ticketstream.simulator;

import java.util.function.Predicate;

/** Which requests a fault is for. */
public final class Calls {

    private final Predicate<ApiCall> condition;

    private Calls(Predicate<ApiCall> condition) {
        this.condition = condition;
    }

    public static Calls all() {
        return new Calls(call -> true);
    }

    /** Requests for a token, and refreshes. */
    public static Calls token() {
        return new Calls(ApiCall::isToken);
    }

    /** Requests for any page of the ticket list. */
    public static Calls feedbacks() {
        return new Calls(ApiCall::isFeedbacks);
    }

    /** Requests for this page of the ticket list. */
    public static Calls page(int pageNo) {
        return new Calls(call -> call.isFeedbacks() && call.pageNo() == pageNo);
    }

    /** Requests for the tickets in some states. */
    public static Calls ofStates() {
        return new Calls(call -> call.isFeedbacks() && call.query().values().containsKey("in_state_list"));
    }

    boolean include(ApiCall call) {
        return condition.test(call);
    }
}
