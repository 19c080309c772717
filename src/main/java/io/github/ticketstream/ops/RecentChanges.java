package io.github.ticketstream.ops;

import io.github.ticketstream.published.KnownTickets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** What was published last, newest first. Written by the thread of the sweeps, read by any. */
public final class RecentChanges {
    private static final int MOST = 50;

    private final KnownTickets tickets;
    private final Deque<Change> changes = new ArrayDeque<>();
    private final Deque<DeadLetter> deadLetters = new ArrayDeque<>();

    /**
     * A version of a ticket that was published, as far as anyone who watches may know it: nothing in it is personal.
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

        /** Its update time is that of the version before. */
        public static final long UNKNOWN = 0;

        private Change published(long at, String stateBefore) {
            return new Change(ticketNo, stateBefore, after, product, type, updateTime, at);
        }
    }

    /**
     * An entry of the list that is no ticket, without its content.
     *
     * @param key the key of its mark on the state topic
     * @param page the page that it stood on
     * @param buriedAt when its record was read back as committed, epoch milliseconds; 0 before
     */
    public record DeadLetter(String key, String reason, int page, long buriedAt) {
        DeadLetter buriedAt(long time) {
            return new DeadLetter(key, reason, page, time);
        }
    }

    /** @param tickets keep the state in which each was last seen */
    RecentChanges(KnownTickets tickets) {
        this.tickets = tickets;
    }

    /** A ticket that has not changed: its state is the one before the next change. */
    void seen(String ticketNo, String state) {
        tickets.putState(ticketNo, state);
    }

    /**
     * @param change without the state before and the time, which are added here
     * @param publishedAt epoch milliseconds
     */
    void add(Change change, long publishedAt) {
        keep(changes, change.published(publishedAt, tickets.putState(change.ticketNo(), change.after())));
    }

    void add(DeadLetter deadLetter) {
        keep(deadLetters, deadLetter);
    }

    List<Change> changes() {
        return newestFirst(changes);
    }

    List<DeadLetter> deadLetters() {
        return newestFirst(deadLetters);
    }

    private static <T> void keep(Deque<T> all, T one) {
        synchronized (all) {
            if (all.size() == MOST) {
                all.removeFirst();
            }
            all.addLast(one);
        }
    }

    private static <T> List<T> newestFirst(Deque<T> all) {
        synchronized (all) {
            List<T> list = new ArrayList<>(all);
            Collections.reverse(list);
            return list;
        }
    }
}
