package io.github.ticketstream.standby;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * For how long after the last word from the group's coordinator this replica may take itself for the leader: half a session,
 * since the answer to a heartbeat may be as old as a request time-out, a quarter of it. It ends well before the coordinator
 * can have given the leadership to someone else, and by itself: also for a process that was paused, or whose election hangs.
 */
final class Lease {
    private final long nanos;
    private final LongSupplier nanoTime;
    private volatile long renewedAt;
    private volatile boolean given;

    /** @param nanoTime a clock that goes on while the process is paused, in nanoseconds */
    Lease(Duration session, LongSupplier nanoTime) {
        this.nanos = session.dividedBy(2).toNanos();
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
        return given && nanoTime.getAsLong() - renewedAt < nanos;
    }
}
