package io.github.ticketstream.pace;

/** What a partial sweep may probe. */
public enum Region {
    /** Page 1 of the list, and on. */
    FRONT("the front of the list"),
    /** The last page of the list, and before. */
    BACK("the end of the list"),
    /** The tickets in open states, and what has left them. */
    OPEN("the list of open tickets (in_state_list)");

    private final String inWords;

    Region(String inWords) {
        this.inWords = inWords;
    }

    public String inWords() {
        return inWords;
    }
}
