package io.github.ticketstream.standby;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time after the last answer of the group's coordinator during which this replica may believe that it is the
 * leader: half a session, because the answer to a heartbeat may be as old as a request time-out, a quarter of the
 * session. The lease ends well before the coordinator can make another one the leader. It ends by itself, even if the
 * process was paused or the election hangs.
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
