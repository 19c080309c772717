package io.github.ticketstream.bench;

import java.util.Arrays;

/** The times of events, in their order; {@link System#nanoTime}. Written by one thread, read by others. */
final class Moments {
    private long[] nanos = new long[1024];
    private int count;

    synchronized void add(long nanoTime) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = nanoTime;
    }

    synchronized int count() {
        return count;
    }

    synchronized long at(int index) {
        return nanos[index];
    }

    static double secondsBetween(long from, long to) {
        return (to - from) / 1e9;
    }
}
