package io.github.ticketstream.sweep;

import io.github.ticketstream.published.Absence;
import io.github.ticketstream.published.Mark;

/**
 * What follows for a ticket that a complete full sweep did not hold.
 *
 * @param mark the one from which that was concluded: if it is another one by now, nothing follows
 * @param absence what is to be noted; of kind {@link Absence.Kind#GONE} if it has disappeared
 */
public record Departure(String ticketNo, Mark mark, Absence absence) {
    public boolean isGone() {
        return absence.is(Absence.Kind.GONE);
    }

    /** When it was last known to be in the list, epoch milliseconds. */
    public long lastSeen() {
        return mark.absence().lastSeen();
    }
}
