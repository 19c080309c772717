package io.github.ticketstream.pace;

import java.time.Duration;

/** What probing one region has brought and cost, the last times more than those before. */
final class ProbeStats {
    /** A region that brings this part of what the best one brings, a call, pays: it deserves a fifth of its visits. */
    static final double PAYS = 0.04;

    /** Changes that a region may bring besides: the usual prior of a rate of which nothing is known. */
    private static final double PRIOR = 0.5;

    private final double memory;
    private double visits;
    private double changes;
    private double seconds;
    private double calls;

    /** @param memory the weight, below 1, that a visit keeps when the next one comes */
    ProbeStats(double memory) {
        this.memory = memory;
    }

    /**
     * @param found changes that no better region would have found
     * @param since the time in which they came up: since somebody last looked here
     */
    void add(long found, long callsTaken, Duration since) {
        visits = visits * memory + 1;
        changes = changes * memory + found;
        seconds = seconds * memory + Math.max(0.001, since.toNanos() / 1e9);
        calls = calls * memory + callsTaken;
    }

    boolean isKnown() {
        return visits > 0;
    }

    /** Changes a second that are found here, and nowhere before. */
    double rate() {
        return isKnown() ? changes / seconds : 0;
    }

    /**
     * The density as it may be: half a change more than was found. A region that was hardly tried may be a good one; one that
     * was not tried is infinitely so.
     */
    double hopedDensity() {
        return (changes + PRIOR) / seconds / cost();
    }

    /** Changes found a second, for each call. */
    double density() {
        return rate() / cost();
    }

    /** Calls that one visit takes. */
    double cost() {
        return isKnown() ? Math.max(1, calls / visits) : 1;
    }
}
