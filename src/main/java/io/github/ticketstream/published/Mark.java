package io.github.ticketstream.published;

import java.nio.charset.StandardCharsets;

/**
 * The values of the state topic: an update time in decimal, epoch milliseconds, and behind a {@code :} a note. The note
 * {@value #SKIPPED} stands for a version that was only marked as seen; under {@link StateKeys#OWNER} it is the owner's
 * transactional id, under {@link StateKeys#CALLS} the calls of the month up to that time.
 */
public final class Mark {
    static final String SKIPPED = "skipped";

    private Mark() {}

    /** Of a published version. */
    public static byte[] of(long updateTime) {
        return bytes(Long.toString(updateTime));
    }

    /** Of a version that existed before the stream and is not published. */
    public static byte[] skipped(long updateTime) {
        return bytes(updateTime + ":" + SKIPPED);
    }

    /** Of the stream that owns the topic. An older program takes it for the mark of a ticket that never comes. */
    public static byte[] owner(String transactionalId) {
        return bytes("1:" + transactionalId);
    }

    /** @param at epoch milliseconds */
    public static byte[] calls(long at, long callsThisMonth) {
        return bytes(at + ":" + callsThisMonth);
    }

    /** The update time that a mark holds, negative if that version was only skipped; 0 if the mark is not readable. */
    public static long updateTime(byte[] value) {
        String text = text(value);
        int note = text.indexOf(':');
        try {
            long updateTime = Long.parseLong(note < 0 ? text : text.substring(0, note));
            boolean skipped = note >= 0 && text.startsWith(SKIPPED, note + 1);
            return updateTime <= 0 ? 0 : skipped ? -updateTime : updateTime;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** What stands behind the time: the owner's transactional id, the calls of the month. */
    static String note(byte[] value) {
        String text = text(value);
        return text.substring(text.indexOf(':') + 1);
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
