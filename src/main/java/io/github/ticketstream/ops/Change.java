package io.github.ticketstream.ops;

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
        String ticketNo, String before, String after, String product, String type, long updateTime, long publishedAt) {

    /** Its update time is that of the version before. */
    public static final long UNKNOWN = 0;

    Change published(long at, String stateBefore) {
        return new Change(ticketNo, stateBefore, after, product, type, updateTime, at);
    }
}
