package io.github.ticketstream.bench.contestant;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.util.TimeUtils;

/** The time between the starts of two sweeps. */
record Period(Duration length) {
    static Period fromEnvironment() {
        return new Period(Duration.ofMillis(TimeUtils.toMilliSeconds(System.getenv("TICKETS_POLL_PERIOD"))));
    }

    /** For ever; one that took longer is followed by the next at once. */
    void repeat(Runnable sweep) {
        while (true) {
            long due = System.nanoTime() + length.toNanos();
            sweep.run();
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }
}
