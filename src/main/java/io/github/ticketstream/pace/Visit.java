package io.github.ticketstream.pace;

import java.time.Duration;
import java.util.List;

/**
 * What came of looking somewhere.
 *
 * @param calls that it took
 * @param ages of the changes that nobody had found before, when the sweep began, in milliseconds
 */
public record Visit(long calls, List<Long> ages) {
    public int changes() {
        return ages.size();
    }

    /** How many of the changes are older than this: a visit within that time has missed them. */
    long missedWithin(Duration time) {
        return ages.stream().filter(age -> age >= time.toMillis()).count();
    }
}
