package io.github.ticketstream.simulation;

/** The end of a process in the middle of anything. An error, so that no code under test mistakes it for a failure to handle. */
public final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
        super("kill -9", null, false, false);
    }
}
