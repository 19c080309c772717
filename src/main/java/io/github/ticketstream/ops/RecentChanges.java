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
    private final Deque<DeadLetter> deadLetters = new ArrayDeque<>();

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

    /**
     * An entry of the list that is no ticket, without its content.
     *
     * @param key the key of its mark on the state topic
     * @param page the page that it stood on
     * @param buriedAt when its record was read back as committed, epoch milliseconds
     */
    public record DeadLetter(String key, String reason, int page, long buriedAt) {}

    void add(Change change) {
        add(changes, change);
    }

    void add(DeadLetter deadLetter) {
        add(deadLetters, deadLetter);
    }

    List<Change> changes() {
        return copy(changes);
    }

    List<DeadLetter> deadLetters() {
        return copy(deadLetters);
    }

    private static <T> void add(Deque<T> newestFirst, T one) {
        synchronized (newestFirst) {
            newestFirst.addFirst(one);
            if (newestFirst.size() > MOST) {
                newestFirst.removeLast();
            }
        }
    }

    private static <T> List<T> copy(Deque<T> newestFirst) {
        synchronized (newestFirst) {
            return List.copyOf(newestFirst);
        }
    }
}
