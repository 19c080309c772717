package io.github.ticketstream.tuya;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.Clocks.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tuya's clock, as the {@code t} of each reply shows it, and how far this machine's is from it.
 *
 * <p>It names months and ages: this machine's clock may be a month behind when the program starts and right five seconds
 * later. Before the first reply it is not known. Between two replies it goes on by the monotonic clock. A reply whose
 * {@code t} is far from that counts once others agree: one wrong reply must not end a month. The same holds for a first
 * reply that is earlier than a time already written.
 */
public final class TuyaClock {
    /** A value outside these limits is no time in epoch milliseconds, but seconds, for instance. */
    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
    private static final Duration TOLERANCE = Duration.ofHours(1);
    private static final int REPLIES_THAT_AGREE = 3;

    private final Clocks clocks;
    private volatile long measuredOffset;
    private volatile long appliedOffset;
    private Reading believed;
    private Reading doubted;
    private Reading earliest;
    private int agreeing;
    private int jumps;

    /** The time in a reply, and the monotonic clock at that moment. */
    private record Reading(Instant time, Instant measured) {
        Instant at(Instant now) {
            return time.plus(Duration.between(measured, now));
        }

        boolean agreesWith(Reading other) {
            return Duration.between(at(other.measured), other.time).abs().compareTo(TOLERANCE) <= 0;
        }
    }

    public TuyaClock(Clocks clocks) {
        this.clocks = clocks;
    }

    /** Returns its time; empty before the first reply. */
    public synchronized Optional<Instant> now() {
        return Optional.ofNullable(believed).map(reading -> reading.at(measured()));
    }

    /** Notes a time at which something was written: Tuya's clock can't be earlier. */
    public synchronized void isNotBefore(Instant time) {
        if (earliest().filter(known -> !known.isBefore(time)).isEmpty() && isPlausible(time)) {
            earliest = new Reading(time, measured());
        }
    }

    /** Returns its time, or the earliest possible one; empty if neither is known. */
    public synchronized Optional<Instant> earliest() {
        return Optional.ofNullable(known()).map(reading -> reading.at(measured()));
    }

    private Reading known() {
        return believed == null ? earliest : believed;
    }

    /** Returns how often it showed an unexpected time, the first one included. */
    synchronized int jumps() {
        return jumps;
    }

    Instant measured() {
        return clocks.monotonic().instant();
    }

    /** Returns this machine's clock: a hint, never a proof. */
    Instant ofThisMachine() {
        return clocks.wall().instant();
    }

    /** Returns its time at that moment, even if it was unknown then; empty before the first reply. */
    public Optional<Instant> at(Moment moment) {
        return now().map(now -> now.minus(clocks.since(moment)));
    }

    /** Returns the later of Tuya's and this machine's time, epoch milliseconds: either may be wrong. */
    long latestMillis() {
        long ours = clocks.wall().millis();
        return now().map(now -> Math.max(now.toEpochMilli(), ours)).orElse(ours);
    }

    /** Epoch milliseconds for the next request, by Tuya's clock once ours was found wrong. */
    long millis() {
        return clocks.wall().millis() + appliedOffset;
    }

    /** @param serverTime a reply's {@code t}, epoch milliseconds; off by the time that the reply travelled */
    public synchronized void observe(long serverTime) {
        measuredOffset = serverTime - clocks.wall().millis();
        Instant time = Instant.ofEpochMilli(serverTime);
        if (!isPlausible(time)) {
            return;
        }
        Reading reading = new Reading(time, measured());
        if (believed == null ? !isTooEarly(reading) : believed.agreesWith(reading)) {
            believe(reading);
            return;
        }
        agreeing = doubted != null && doubted.agreesWith(reading) ? agreeing + 1 : 1;
        doubted = reading;
        if (agreeing == REPLIES_THAT_AGREE) {
            believe(reading);
        }
    }

    private boolean isTooEarly(Reading reading) {
        return earliest != null
                && reading.time.isBefore(earliest.at(reading.measured).minus(TOLERANCE));
    }

    private static boolean isPlausible(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }

    private void believe(Reading reading) {
        if (known() == null || !known().agreesWith(reading)) {
            jumps++;
        }
        believed = reading;
        doubted = null;
        agreeing = 0;
    }

    /** Tuya's clock minus ours in milliseconds, as last measured. */
    public long offset() {
        return measuredOffset;
    }

    /** Corrects the clock, after Tuya refused the time of a request. */
    void correct() {
        appliedOffset = measuredOffset;
    }
}
