package io.github.ticketstream.pace;

import java.time.Duration;
import java.util.List;

/**
 * The result of one visit.
 *
 * @param calls that it took
 * @param ages in milliseconds, at the start of the sweep, of the changes that nobody had found before
 */
public record Visit(long calls, List<Long> ages) {
    public int changes() {
        return ages.size();
    }

    /** Returns how many changes are older than this: a visit within that time has missed them. */
    long missedWithin(Duration time) {
        return ages.stream().filter(age -> age >= time.toMillis()).count();
    }
}
