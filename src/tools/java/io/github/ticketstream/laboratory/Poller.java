package io.github.ticketstream.laboratory;

/** Someone who polls for a month. */
interface Poller {
    void poll(Month month);
}
