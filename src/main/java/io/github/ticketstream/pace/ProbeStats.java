package io.github.ticketstream.pace;

import java.time.Duration;

/** Yield and cost of probing one region; recent probes weigh more. */
final class ProbeStats {
    /** A region pays if it yields this part of the best one's changes per call: it deserves a fifth of its visits. */
    static final double PAYS = 0.04;

    /** Changes assumed in addition: the usual prior of an unknown rate. */
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
     * @param since the time in which they came up, since the last probe
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

    /** Returns the changes a second that are found here and nowhere before. */
    double rate() {
        return isKnown() ? changes / seconds : 0;
    }

    /** An optimistic density, by half a change more than was found; an untried region counts as best of all. */
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
