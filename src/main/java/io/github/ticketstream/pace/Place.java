package io.github.ticketstream.pace;

/** Where a partial sweep may look. */
public enum Place {
    /** Page 1 of the list, and on. */
    FRONT("the front of the list"),
    /** The last page of the list, and before. */
    BACK("the end of the list"),
    /** The tickets in open states, and what has left them. */
    OPEN("the list of open tickets (in_state_list)");

    private final String inWords;

    Place(String inWords) {
        this.inWords = inWords;
    }

    public String inWords() {
        return inWords;
    }
}
