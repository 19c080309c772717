package io.github.ticketstream.sweep;

import io.github.ticketstream.pace.Pace.Poll;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.TicketList;
import io.github.ticketstream.tuya.Tuya;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** Reads the list: all of it, or the regions where changes have been turning up. */
public final class ListReader {
    private final TicketList list;
    private final PublishedVersions versions;
    private final KnownTickets tickets;
    private ListObservations observations;
    private final DisappearanceDetector detector;
    private final Totals totals = new Totals();
    private volatile boolean outdated = true;

    public ListReader(Tuya tuya, PublishedVersions versions, TicketSettings settings, Clocks clocks) {
        this.list = tuya.tickets();
        this.versions = versions;
        this.tickets = versions.tickets();
        this.detector = new DisappearanceDetector(versions, settings, tuya.clock(), clocks.monotonic());
    }

    /**
     * A sweep that has fetched nothing yet.
     *
     * @param trace the sweep's own, as W3C's {@code traceparent}; null for none
     * @param knownExcess tickets that the API is known to count and not to list
     */
    public Sweep begin(Poll poll, String trace, long knownExcess, Sweep.Frame frame) {
        if (outdated) {
            outdated = false;
            list.size().restore(versions.notes().text(StateKeys.PAGE_SIZE));
            observations = new ListObservations(list.size(), tickets);
        }
        return poll.isFull()
                ? new FullSweep(
                        walks(poll.firstPage(), trace, frame),
                        new Coverage(tickets, frame.progress(), knownExcess, totals),
                        new FullSweep.Observer(observations, detector),
                        frame)
                : new PartialSweep(poll, list.pages(trace, frame.stopping()), observations, frame);
    }

    /** Returns the walks. The first one begins with the page that failed before, if there is one. */
    private Supplier<PageWalk> walks(int failedPage, String trace, Sweep.Frame frame) {
        Iterator<Integer> pages = List.of(failedPage).iterator();
        return () -> {
            int first = pages.hasNext() ? pages.next() : 0;
            return first == 0 ? list.walk(trace, frame.stopping()) : list.walkAfter(first, trace, frame.stopping());
        };
    }

    /** The next sweep forgets what was observed of the list. For any thread: an earlier sweep may still be under way. */
    public void reset() {
        outdated = true;
    }
}
