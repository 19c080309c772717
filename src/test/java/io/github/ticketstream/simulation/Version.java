package io.github.ticketstream.simulation;

/**
 * What the list says of a ticket.
 *
 * @param content can change while the update time stays
 */
record Version(long updateTime, int content) {
    Version silently(int newContent) {
        return new Version(updateTime, newContent);
    }
}
