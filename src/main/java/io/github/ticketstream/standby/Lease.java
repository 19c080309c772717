package io.github.ticketstream.standby;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * For how long after the last word from the group's coordinator this replica may take itself for the leader. It ends
 * well before the coordinator can have given the leadership to someone else, and it ends by itself: also for a process that
 * was paused, or whose election hangs.
 */
final class Lease {
    /** A heartbeat was sent up to a request time-out (a quarter of the session) before its answer was seen. */
    private static final int PART_OF_SESSION = 2;

    private final Duration session;
    private final LongSupplier nanoTime;
    private volatile long renewedAt;
    private volatile boolean given;

    /** @param nanoTime a clock that goes on while the process is paused, in nanoseconds */
    Lease(Duration session, LongSupplier nanoTime) {
        this.session = session;
        this.nanoTime = nanoTime;
    }

    void renew() {
        renewedAt = nanoTime.getAsLong();
        given = true;
    }

    void end() {
        given = false;
    }

    boolean isValid() {
        return given
                && nanoTime.getAsLong() - renewedAt
                        < session.dividedBy(PART_OF_SESSION).toNanos();
    }
}
