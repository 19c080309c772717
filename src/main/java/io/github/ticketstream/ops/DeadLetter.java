package io.github.ticketstream.ops;

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
