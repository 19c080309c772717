package io.github.ticketstream.published;

import io.github.ticketstream.published.Mark.Content;

/**
 * One ticket as it is known: its mark, and its content as this process has seen it.
 *
 * <pre>
 *   mark               as it was read from the state topic, by the sweeps or, in a standby, by the reader beside them
 *   content, checksum  of the version that the mark names, and forgotten with it
 *   walk, state        of the list; by {@link KnownTickets} and the thread of the sweeps alone
 * </pre>
 *
 * <p>For two threads: a replica that has just lost its election may still read a page while it already reads the state topic.
 * Then a content that was seen must not be taken for that of a newer mark.
 */
public final class KnownTicket {
    private Mark mark = Mark.NONE;
    private Content content = Content.UNKNOWN;
    /** Of the bytes in which the content was seen; 0 if it was not. */
    private int checksum;

    /** The walk over the list that has seen it last; 0 if none has. */
    int walk;
    /** Empty if it is not known. */
    String state = "";

    /** As if this mark had been read, and the ticket not been seen. */
    public static KnownTicket of(Mark mark) {
        KnownTicket ticket = new KnownTicket();
        ticket.set(mark);
        return ticket;
    }

    public synchronized Mark mark() {
        return mark;
    }

    /** The content of the mark's version; unknown if neither the mark nor a page of this process has shown it. */
    public synchronized Content content() {
        return content;
    }

    /** Whether nobody knows which version was published, since the mark is not readable. */
    public boolean isHeldBack() {
        return mark().equals(Mark.HELD_BACK);
    }

    /** Sets the mark. What was seen of the content goes with the version that it belonged to. */
    synchronized void set(Mark after) {
        boolean same = mark.updateTime() == after.updateTime() && mark.skipped() == after.skipped();
        boolean wasSeen = content.isLocal() && !content.equals(Content.UNKNOWN);
        Content now = same && wasSeen ? content : after.content();
        if (!same || !now.equals(content)) {
            checksum = 0;
        }
        content = now;
        mark = after;
    }

    /** Whether a page holds just what it held when the content was learnt, of a ticket that no sweep has missed. */
    public synchronized boolean isSame(long updateTime, int checksumOfBytes) {
        return mark.updateTime() == updateTime
                && checksum == checksumOfBytes
                && mark.absence().equals(Absence.NONE);
    }

    /**
     * This is what that version says. Where marks hold contents they know better: a process may learn late that its
     * transaction was committed, when another one has already published something else.
     */
    public synchronized void learn(long updateTime, Content seen, int checksumOfBytes) {
        if (mark.updateTime() == updateTime) {
            content = seen.isLocal() ? seen : content;
            checksum = content.equals(seen) ? checksumOfBytes : 0;
        }
    }
}
