package io.github.ticketstream.simulator;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The server's idea of the time: the true clock, off by {@link Quirks#clockSkew}. */
final class SkewedClock extends Clock {

    private final Clock truth;
    private final Quirks quirks;

    SkewedClock(Clock truth, Quirks quirks) {
        this.truth = truth;
        this.quirks = quirks;
    }

    @Override
    public Instant instant() {
        return truth.instant().plus(quirks.clockSkew());
    }

    @Override
    public ZoneId getZone() {
        return truth.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new SkewedClock(truth.withZone(zone), quirks);
    }
}
