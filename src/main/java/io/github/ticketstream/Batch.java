package io.github.ticketstream;

import io.github.ticketstream.tuya.ListEntry;
import java.util.Iterator;
import java.util.List;

/**
 * What one transaction publishes: entries of a page or of a few; or, after all of them, the record of a complete sweep.
 *
 * @param closing whether all that the sweep saw is in the batches before this one
 */
record Batch(List<ListEntry> entries, Sweep sweep, boolean closing) implements Iterable<ListEntry> {
    static Batch of(List<ListEntry> entries, Sweep sweep) {
        return new Batch(entries, sweep, false);
    }

    /** Comes last, and only in a complete sweep. */
    static Batch closing(Sweep sweep) {
        return new Batch(List.of(), sweep, true);
    }

    @Override
    public Iterator<ListEntry> iterator() {
        return entries.iterator();
    }
}
