package io.github.ticketstream.sweep;

import io.github.ticketstream.sweep.DisappearanceDetector.Departure;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.ListEntry;
import java.util.List;

/**
 * The content of one transaction: entries of one page or a few; after all of these, the results for tickets that a
 * complete sweep did not find; or the end of the sweep.
 *
 * @param closing whether all that the sweep saw is in the batches before this one
 */
public record Batch(List<ListEntry> entries, List<Departure> departures, Sweep sweep, boolean closing) {
    public static Batch of(List<ListEntry> entries, Sweep sweep) {
        return new Batch(entries, List.of(), sweep, false);
    }

    public static Batch ofDepartures(List<Departure> departures, Sweep sweep) {
        return new Batch(List.of(), departures, sweep, false);
    }

    public static Batch closing(Sweep sweep) {
        return new Batch(List.of(), List.of(), sweep, true);
    }

    public boolean closesFullSweep() {
        return closing && sweep.isComplete();
    }

    /** Returns whether there is something to commit though nothing has changed: the end of a sweep, or the count of limited calls. */
    public boolean mustBeCommitted() {
        boolean isLimited = sweep.progress().budget().limit().isPresent();
        return closing ? isLimited || sweep.isEndCommitted() : isLimited && sweep.mustCountCalls();
    }

    public CallBudget.Count countOfCalls() {
        return closing ? sweep.progress().budget().snapshot(0) : sweep.countAhead();
    }
}
