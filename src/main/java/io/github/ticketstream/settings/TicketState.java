package io.github.ticketstream.settings;

import java.util.List;

/** The states of a ticket. Source: request parameter in_state_list of "Get Service Tickets". */
public final class TicketState {
    public static final List<String> ALL = List.of(
            "Cancelled",
            "Finished",
            "Pending",
            "PendingUserConfirm",
            "PendingUserFeedback",
            "Processing",
            "WaitingForDistribute");

    private TicketState() {}

    static List<String> list(Settings settings, String key) {
        List<String> states = settings.list(key);
        if (!ALL.containsAll(states)) {
            throw settings.refused(key, "a comma-separated list of " + String.join(", ", ALL));
        }
        return states;
    }

    /** Returns whether a ticket in this state is open; false for an undocumented state. */
    public static boolean isOpen(String state) {
        return ALL.contains(state) && !state.equals("Cancelled") && !state.equals("Finished");
    }
}
