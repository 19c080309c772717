package io.github.ticketstream.process;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether work that never ends goes on. It gives a sign with each of its steps, and says for how long it waits on purpose;
 * without either it stands still: in a call that never returns, a log that blocks, a deadlock.
 */
public final class Pulse {
    private final Clock monotonic;
    private Duration patience = Duration.ZERO;
    private LongSupplier steps = () -> 0;
    private volatile BooleanSupplier expected = () -> true;
    private long seen;
    private Instant lastSign;
    private Instant restsUntil;

    public Pulse(Clock monotonic) {
        this.monotonic = monotonic;
        beat();
    }

    /**
     * @param counted steps that are counted elsewhere: that there are more of them is a sign, too
     * @param most longer than any step takes
     */
    public synchronized void goesBy(LongSupplier counted, Duration most) {
        steps = counted;
        patience = most;
    }

    /** @param working whether a sign is to be expected at all */
    public Pulse onlyWhile(BooleanSupplier working) {
        expected = working;
        return this;
    }

    /** A step was done. */
    public void beat() {
        rest(Duration.ZERO);
    }

    /** For so long there will be no sign. */
    public synchronized void rest(Duration pause) {
        lastSign = monotonic.instant();
        restsUntil = lastSign.plus(pause);
    }

    /** Whether there should long have been a sign. To be asked now and then: between two questions, nothing is counted. */
    public synchronized boolean isLate() {
        long now = steps.getAsLong();
        if (now != seen) {
            seen = now;
            lastSign = monotonic.instant();
            // A step that is only seen now may have come before the wait that followed it.
            restsUntil = restsUntil.isBefore(lastSign) ? lastSign : restsUntil;
        }
        return expected.getAsBoolean() && monotonic.instant().isAfter(restsUntil.plus(patience));
    }

    /** Since the last sign. */
    public synchronized Duration silence() {
        return Duration.between(lastSign, monotonic.instant());
    }
}
