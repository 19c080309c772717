package io.github.ticketstream.tuya;

/** The list by single pages, and its open tickets: what a partial sweep reads. */
public interface Pages {
    /**
     * One page of the whole list.
     *
     * @param number from 1
     * @throws TuyaException if it can't be had
     */
    Page page(int number);

    /** The same, asked for once: a failure is not repeated. */
    Page pageOnce(int number);

    /** A walk over the tickets in open states. */
    PageWalk openTickets();
}
