package io.github.ticketstream.pace;

/** The regions that a partial sweep can probe. */
public enum Region {
    /** Page 1 of the list, and the next ones while they hold changes. */
    FRONT("the front of the list"),
    /** The last page of the list, and those before it while they hold changes. */
    BACK("the end of the list"),
    /** The tickets in open states, and those that have left them. */
    OPEN("the list of open tickets (in_state_list)");

    private final String inWords;

    Region(String inWords) {
        this.inWords = inWords;
    }

    public String inWords() {
        return inWords;
    }
}
