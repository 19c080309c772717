package io.github.ticketstream.ops;

import io.github.ticketstream.published.KnownTickets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What was published last, newest first. Written by the thread of the sweeps, read by any. */
public final class RecentChanges {
    private static final int MOST = 50;

    private final LongAdder lagOfUpdates = new LongAdder();
    private final LongAdder timedUpdates = new LongAdder();
    private final TicketStates states;
    private final Deque<Change> changes = new ArrayDeque<>();
    private final Deque<DeadLetter> deadLetters = new ArrayDeque<>();

    /** @param tickets keep the state in which each was last seen */
    RecentChanges(KnownTickets tickets) {
        this.states = new TicketStates(tickets);
    }

    /** A ticket that has not changed: its state is the one before the next change. */
    void seen(String ticketNo, String state) {
        states.put(ticketNo, state);
    }

    /**
     * @param change without the state before and the time, which are added here
     * @param publishedAt epoch milliseconds
     */
    void add(Change change, long publishedAt) {
        if (change.type().equals("updated") && change.updateTime() != Change.UNKNOWN) {
            lagOfUpdates.add(publishedAt - change.updateTime());
            timedUpdates.increment();
        }
        keep(changes, change.published(publishedAt, states.put(change.ticketNo(), change.after())));
    }

    void add(DeadLetter deadLetter) {
        keep(deadLetters, deadLetter);
    }

    /** From update to publication, of all updated versions together, in milliseconds. First versions may be years old. */
    long lagOfUpdates() {
        return lagOfUpdates.sum();
    }

    /** How many that are: silent changes have no time of their own. */
    long timedUpdates() {
        return timedUpdates.sum();
    }

    public List<Change> changes() {
        return newestFirst(changes);
    }

    public List<DeadLetter> deadLetters() {
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
