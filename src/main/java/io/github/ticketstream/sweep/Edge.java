package io.github.ticketstream.sweep;

/** One end of the list: whether it pays to read on behind a page that held a change. */
final class Edge {
    private static final double PAYS = 0.1;

    private final Chance behind = new Chance();

    boolean goesOn(int changes, int entries) {
        return changes > 0 && (changes == entries || behind.isWorthIt(PAYS));
    }

    /** @param changes on the page behind one that held a change */
    void wentOn(int changes) {
        behind.tried(changes > 0 ? 1 : 0);
    }
}
