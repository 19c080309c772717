package io.github.ticketstream.bench;

import it.unimi.dsi.fastutil.longs.LongArrayList;

/** When things happened, in the order in which they were told; {@link System#nanoTime}. Written by one thread, read by others. */
final class Moments {
    private final LongArrayList nanos = new LongArrayList();

    synchronized void add(long nanoTime) {
        nanos.add(nanoTime);
    }

    synchronized int count() {
        return nanos.size();
    }

    /** The n-th, from 0. */
    synchronized long at(int index) {
        return nanos.getLong(index);
    }

    synchronized long last() {
        return nanos.getLong(nanos.size() - 1);
    }

    /** The most within any window of this length. */
    synchronized int mostWithin(long windowNanos) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < nanos.size(); last++) {
            while (nanos.getLong(last) - nanos.getLong(first) >= windowNanos) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    static double secondsBetween(long from, long to) {
        return (to - from) / 1e9;
    }
}
