package io.github.ticketstream.sweep;

import io.github.ticketstream.sweep.RollCall.HeldBack;
import java.util.Iterator;
import java.util.Optional;

/** The tickets that one complete full sweep did not hold, and what follows for each of them. */
public final class Absentees implements Iterator<Departure> {
    /** Of a sweep that was not complete: nothing is known. */
    static final Absentees UNKNOWN = new Absentees(Optional.empty());

    private final Optional<HeldBack> heldBack;
    private Iterator<Departure> departures =
            Optional.<Departure>empty().stream().iterator();
    private long missing;

    Absentees(Optional<HeldBack> heldBack) {
        this.heldBack = heldBack;
    }

    void are(Iterator<Departure> newDepartures) {
        departures = newDepartures;
    }

    void countMissing() {
        missing++;
    }

    @Override
    public boolean hasNext() {
        return departures.hasNext();
    }

    @Override
    public Departure next() {
        return departures.next();
    }

    /** Tickets that have a mark, and that the list does not hold; not those outside the filters. */
    public long missing() {
        return missing;
    }

    /** What is held back. */
    public Optional<HeldBack> heldBack() {
        return heldBack;
    }
}
