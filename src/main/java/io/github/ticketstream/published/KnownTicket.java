package io.github.ticketstream.published;

import io.github.ticketstream.published.Mark.Content;

/**
 * The program's knowledge of one ticket: its mark, and its content as this process has seen it.
 *
 * <pre>
 *   mark               as it was read from the state topic, by the sweeps or, in a standby, by the reader beside them
 *   content, checksum  of the version that the mark names, and forgotten with it
 *   walk, state        of the list; by {@link KnownTickets} and the thread of the sweeps alone
 * </pre>
 *
 * <p>For two threads: a replica that has just lost its election may still read a page while it already reads the state
 * topic. It must not take the page's content for that of a newer mark.
 */
public final class KnownTicket {
    private Mark mark = Mark.NONE;
    private Content content = Content.UNKNOWN;
    /** The checksum of the bytes of the content; 0 if it was not seen. */
    private int checksum;

    /** The last walk over the list that has seen it; 0 if none has. */
    int walk;
    /** Empty if it is not known. */
    String state = "";

    /** A ticket with this mark that no page has shown yet. */
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

    /** Returns whether the mark is unreadable, so that nobody knows which version was published. */
    public boolean isHeldBack() {
        return mark().equals(Mark.HELD_BACK);
    }

    /** Sets the mark, and forgets the content if it belonged to another version. */
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

    /** Returns whether a page shows the bytes from which the content was learnt, and no sweep missed the ticket. */
    public synchronized boolean isSame(long updateTime, int checksumOfBytes) {
        return mark.updateTime() == updateTime
                && checksum == checksumOfBytes
                && mark.absence().equals(Absence.NONE);
    }

    /**
     * Remembers the content of that version. A content in the mark takes precedence: this process may learn late that
     * its transaction was committed, when another process has already published another content.
     */
    public synchronized void learn(long updateTime, Content seen, int checksumOfBytes) {
        if (mark.updateTime() == updateTime) {
            content = seen.isLocal() ? seen : content;
            checksum = content.equals(seen) ? checksumOfBytes : 0;
        }
    }
}
