package io.github.ticketstream.sweep;

import io.github.ticketstream.published.Absence;

/**
 * What follows for a ticket that a complete full sweep did not hold.
 *
 * @param absence what is to be noted; of kind {@link Absence.Kind#GONE} if it has disappeared
 * @param lastSeen when it was last known to be in the list, epoch milliseconds
 */
public record Departure(String ticketNo, Absence absence, long lastSeen) {
    public boolean isGone() {
        return absence.is(Absence.Kind.GONE);
    }
}
