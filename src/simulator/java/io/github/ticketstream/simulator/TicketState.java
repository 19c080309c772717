package io.github.ticketstream.simulator;

/** The documented states of a ticket, in the order that a ticket usually takes. */
public enum TicketState {
    WAITING_FOR_DISTRIBUTE("WaitingForDistribute", "Waiting for distribution"),
    PENDING("Pending", "Pending"),
    PROCESSING("Processing", "Processing"),
    PENDING_USER_FEEDBACK("PendingUserFeedback", "Waiting for the user's feedback"),
    PENDING_USER_CONFIRM("PendingUserConfirm", "Waiting for the user's confirmation"),
    FINISHED("Finished", "Finished"),
    CANCELLED("Cancelled", "Cancelled");

    private final String code;
    private final String displayName;

    TicketState(String code, String displayName) {
        this.code = code;
        this.displayName = displayName;
    }

    /** As in {@code state_code} and {@code in_state_list}. */
    public String code() {
        return code;
    }

    /** As in {@code state_name}. */
    public String displayName() {
        return displayName;
    }

    static boolean isOpen(String stateCode) {
        return !stateCode.equals(FINISHED.code) && !stateCode.equals(CANCELLED.code);
    }

    /** The state that follows; a closed ticket is opened again, so that updates never run out. */
    static TicketState after(String stateCode) {
        return switch (stateCode) {
            case "WaitingForDistribute" -> PENDING;
            case "Processing" -> PENDING_USER_FEEDBACK;
            case "PendingUserFeedback" -> PENDING_USER_CONFIRM;
            case "PendingUserConfirm" -> FINISHED;
            default -> PROCESSING;
        };
    }
}
