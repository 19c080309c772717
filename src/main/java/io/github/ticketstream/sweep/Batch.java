package io.github.ticketstream.sweep;

import io.github.ticketstream.tuya.ListEntry;
import java.util.Iterator;
import java.util.List;

/**
 * What one transaction publishes: entries of a page or of a few; or, after all of them, what closes the sweep.
 *
 * @param closing whether all that the sweep saw is in the batches before this one
 */
public record Batch(List<ListEntry> entries, Sweep sweep, boolean closing) implements Iterable<ListEntry> {
    public static Batch of(List<ListEntry> entries, Sweep sweep) {
        return new Batch(entries, sweep, false);
    }

    /** Comes last: after a full sweep only if that was complete. */
    public static Batch closing(Sweep sweep) {
        return new Batch(List.of(), sweep, true);
    }

    @Override
    public Iterator<ListEntry> iterator() {
        return entries.iterator();
    }
}
