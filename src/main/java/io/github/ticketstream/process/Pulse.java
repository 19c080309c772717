package io.github.ticketstream.process;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Notices when work that never ends stands still. The work gives a sign with each step, and says how long it waits on
 * purpose; without either, it hangs: in a call that never returns, a log that blocks, a deadlock.
 */
public final class Pulse {
    private final Clock monotonic;
    private final LongSupplier steps;
    private final Duration patience;
    private volatile BooleanSupplier expected = () -> true;
    private long seen;
    private Instant lastSign;
    private Instant restsUntil;

    /**
     * @param steps that are counted elsewhere: a higher count is a sign, too
     * @param patience longer than any step takes
     */
    public Pulse(Clock monotonic, LongSupplier steps, Duration patience) {
        this.monotonic = monotonic;
        this.steps = steps;
        this.patience = patience;
        beat();
    }

    /** @param working whether to expect signs at all */
    public Pulse onlyWhile(BooleanSupplier working) {
        expected = working;
        return this;
    }

    /** Gives the sign that a step was done. */
    public void beat() {
        rest(Duration.ZERO);
    }

    /** Announces a pause without signs. */
    public synchronized void rest(Duration pause) {
        lastSign = monotonic.instant();
        restsUntil = lastSign.plus(pause);
    }

    /** Returns whether a sign is overdue. Call it regularly: nothing is counted in between. */
    public synchronized boolean isLate() {
        long now = steps.getAsLong();
        if (now != seen) {
            seen = now;
            lastSign = monotonic.instant();
            // A step that we see only now may have come before the pause.
            restsUntil = restsUntil.isBefore(lastSign) ? lastSign : restsUntil;
        }
        return expected.getAsBoolean() && monotonic.instant().isAfter(restsUntil.plus(patience));
    }

    /** Returns the time since the last sign. */
    public synchronized Duration silence() {
        return Duration.between(lastSign, monotonic.instant());
    }
}
