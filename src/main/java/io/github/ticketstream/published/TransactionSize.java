package io.github.ticketstream.published;

import java.util.function.LongSupplier;

/**
 * Limits the size of transactions. Kafka must take each one within the producer's delivery time-out of 9 seconds; a
 * client quota or a slow link can make that impossible. So a failed transaction is tried again in halves, down to a
 * single ticket, and a quick one lets the next one be larger.
 */
public final class TransactionSize {
    /** Unless a single page has more. */
    private static final int MAX_ENTRIES = 1000;

    private static final long MAX_BYTES = 4 << 20;
    /** A transaction that takes longer, in nanoseconds, is larger than it should be. */
    private static final long AIM = 3_000_000_000L;

    private final LongSupplier nanoTime;
    private long mostBytes = MAX_BYTES;
    private long bytesInFlight;
    private long sentAt;

    public TransactionSize() {
        this(System::nanoTime);
    }

    /** @param nanoTime a monotonic clock, in nanoseconds */
    public TransactionSize(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns whether a transaction may hold so much; it always may hold one entry. */
    public boolean allows(int entries, long bytes) {
        return entries <= 1 || (entries <= MAX_ENTRIES && bytes <= mostBytes);
    }

    /** @param bytes the bytes that are sent to Kafka now */
    public void sent(long bytes) {
        bytesInFlight = bytes;
        sentAt = nanoTime.getAsLong();
    }

    /** Notes that the last transaction was read back. */
    public void committed() {
        long took = nanoTime.getAsLong() - sentAt;
        mostBytes = took > AIM
                ? Math.max(1, Math.min(mostBytes, (long) ((double) bytesInFlight * AIM / took)))
                : Math.min(MAX_BYTES, 2 * mostBytes);
    }

    /** Notes that the last transaction was not committed. */
    public void failed() {
        mostBytes = Math.max(1, Math.min(mostBytes, bytesInFlight) / 2);
    }
}
