package io.github.ticketstream;

import io.github.ticketstream.tuya.ListEntry;
import java.util.Iterator;
import java.util.List;

/**
 * The entries of one or a few pages: what one transaction publishes.
 *
 * @param last whether the sweep ends with this batch
 */
record Batch(List<ListEntry> entries, Sweep sweep, boolean last) implements Iterable<ListEntry> {
    @Override
    public Iterator<ListEntry> iterator() {
        return entries.iterator();
    }

    boolean endsCompleteSweep() {
        return last && sweep.isComplete();
    }
}
