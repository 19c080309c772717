package io.github.ticketstream.sweep;

/** Whether something that may fail is worth another call: by how often it succeeded, the last times more than before. */
final class Chance {
    private static final double MEMORY = 0.9;
    /** So often it is tried although it never succeeds. */
    private static final int TRIES = 10;

    private double successes = 1;
    private int skipped;

    /** @param least the share of successes from which on it pays */
    boolean isWorthIt(double least) {
        if (successes >= least || ++skipped == TRIES) {
            skipped = 0;
            return true;
        }
        return false;
    }

    void tried(double success) {
        successes = successes * MEMORY + success * (1 - MEMORY);
    }
}
