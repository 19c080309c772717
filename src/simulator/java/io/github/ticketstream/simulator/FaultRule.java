package io.github.ticketstream.simulator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A fault that has been set: for which requests, how often, and how often it has struck. */
public final class FaultRule {

    private final Calls calls;
    final Fault fault;
    private final BooleanSupplier strikes;
    private final AtomicInteger timesStruck = new AtomicInteger();
    private boolean cancelled;

    FaultRule(Calls calls, Fault fault, BooleanSupplier strikes) {
        this.calls = calls;
        this.fault = fault;
        this.strikes = strikes;
    }

    /** Returns how many requests it has struck so far. */
    public int timesStruck() {
        return timesStruck.get();
    }

    /** Ends it; requests already under way may still suffer. */
    public synchronized void cancel() {
        cancelled = true;
    }

    synchronized boolean strikes(ApiCall call) {
        if (cancelled || !calls.test(call) || !strikes.getAsBoolean()) {
            return false;
        }
        timesStruck.incrementAndGet();
        return true;
    }
}
