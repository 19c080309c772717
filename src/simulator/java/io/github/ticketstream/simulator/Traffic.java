package io.github.ticketstream.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** How hard clients press: requests in any second, by a sliding window, and requests at a time. */
public final class Traffic {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Deque<Long> arrivals = new ArrayDeque<>();
    private int present;
    private int maxPerSecond;
    private int maxConcurrent;

    /** One request under way, until it leaves; it may leave more than once. */
    interface Visit {
        void leave();
    }

    Traffic() {}

    /** The most requests that arrived within any one second, refused ones included. */
    public synchronized int maxPerSecond() {
        return maxPerSecond;
    }

    /** The most requests that were under way at the same time; at most the simulator's threads. */
    public synchronized int maxConcurrent() {
        return maxConcurrent;
    }

    /** Forgets both maxima; what is under way counts on. */
    public synchronized void reset() {
        arrivals.clear();
        maxPerSecond = 0;
        maxConcurrent = present;
    }

    synchronized Visit enter() {
        // The rate on the wire is real time, whatever clock the API shows.
        long now = System.nanoTime();
        arrivals.addLast(now);
        while (now - arrivals.getFirst() >= WINDOW_NANOS) {
            arrivals.removeFirst();
        }
        present++;
        maxPerSecond = Math.max(maxPerSecond, arrivals.size());
        maxConcurrent = Math.max(maxConcurrent, present);
        boolean[] left = {false};
        return () -> leave(left);
    }

    private synchronized void leave(boolean[] left) {
        present -= left[0] ? 0 : 1;
        left[0] = true;
    }
}
