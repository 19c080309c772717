package io.github.ticketstream.tuya;

import java.time.Clock;

/** Our clock, and how far Tuya's is from it. */
final class ServerClock {
    private final Clock clock;
    private volatile long measuredOffset;
    private volatile long appliedOffset;

    ServerClock(Clock clock) {
        this.clock = clock;
    }

    /** Epoch milliseconds for the next request, by Tuya's clock once ours was found wrong. */
    long millis() {
        return clock.millis() + appliedOffset;
    }

    /** @param serverTime a reply's {@code t}, epoch milliseconds; off by the time that the reply travelled */
    void observe(long serverTime) {
        measuredOffset = serverTime - clock.millis();
    }

    /** Tuya's clock minus ours, in milliseconds, as last measured. */
    long offset() {
        return measuredOffset;
    }

    /** Called when Tuya refused the time of a request. */
    void correct() {
        appliedOffset = measuredOffset;
    }
}
