package io.github.ticketstream.ops;

import io.github.ticketstream.process.Printable;
import io.github.ticketstream.tuya.ListEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last published changes, newest first. Written by the thread of the sweeps, read by any. */
public final class RecentChanges {
    private static final int MOST = 50;

    private final Deque<Change> changes = new ArrayDeque<>();

    /**
     * A published version of a ticket, without anything personal.
     *
     * @param before the state of the version before; empty if this process never saw one
     * @param after the state of this version; empty if it has none, or must not be shown
     * @param product the product's name; empty if there is none, or it must not be shown
     * @param type {@code discovered} or {@code updated}
     * @param updateTime when the ticket changed, epoch milliseconds; {@link #UNKNOWN} for a silent change
     * @param publishedAt when its record was read back as committed, epoch milliseconds; 0 before
     */
    public record Change(
            String ticketNo,
            String before,
            String after,
            String product,
            String type,
            long updateTime,
            long publishedAt) {

        /** A silent change has the update time of the version before. */
        public static final long UNKNOWN = 0;

        public static Change of(ListEntry ticket, String stateBefore, String type, long updateTime) {
            return new Change(
                    Printable.of(ticket.ticketNo()),
                    Printable.of(stateBefore),
                    Printable.of(ticket.state()),
                    Printable.of(ticket.product()),
                    type,
                    updateTime,
                    0);
        }

        Change publishedAt(long time) {
            return new Change(ticketNo, before, after, product, type, updateTime, time);
        }
    }

    synchronized void add(Change change) {
        changes.addFirst(change);
        if (changes.size() > MOST) {
            changes.removeLast();
        }
    }

    synchronized List<Change> changes() {
        return List.copyOf(changes);
    }
}
