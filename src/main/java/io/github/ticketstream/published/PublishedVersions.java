package io.github.ticketstream.published;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * ticket_no → update_time of the version that was last published, as read from the state topic; changed by nothing but
 * what is read. One entry per ticket, however many versions it had.
 *
 * <p>Layout of the state topic: the value is the update time in decimal; what follows a {@code :} is a note, {@value
 * #SKIPPED} for a version that was only marked as seen. Keys that start with {@value #DEAD_LETTER} remember bad entries.
 */
public final class PublishedVersions {
    static final String DEAD_LETTER = "dead-letter/";
    static final String SKIPPED = "skipped";

    /** Update times are positive: a negative version here is that of a skipped one, 0 stands for none. */
    private final KnownTickets tickets = new KnownTickets();

    private final Map<String, Long> unreadable = new HashMap<>();
    private int published;
    private boolean firstSweepDone;
    private Consumer<SweepRecord> sweepReader = sweep -> {};
    private volatile int tracked;

    /** The state record's value for a published version. */
    public static byte[] mark(long updateTime) {
        return Long.toString(updateTime).getBytes(StandardCharsets.UTF_8);
    }

    /** The state record's value for a version that existed before the stream and is not published. */
    public static byte[] skippedMark(long updateTime) {
        return (updateTime + ":" + SKIPPED).getBytes(StandardCharsets.UTF_8);
    }

    /** The state record's key for a bad entry. */
    public static String deadLetterKey(String sha256) {
        return DEAD_LETTER + sha256;
    }

    /** Where the versions are kept, beside what else is known of a ticket. */
    public KnownTickets tickets() {
        return tickets;
    }

    /** Update time of the version last published or skipped, epoch milliseconds; 0 if there is none. */
    public long lastSeen(String key) {
        return Math.abs(tickets.version(key));
    }

    /** Whether any version was published, not only skipped. */
    public boolean isPublished(String ticketNo) {
        return tickets.version(ticketNo) > 0;
    }

    /** Whether a sweep of this stream was ever complete. */
    public boolean isFirstSweepDone() {
        return firstSweepDone;
    }

    /** Tickets that have a mark; can be read by any thread. */
    public int tracked() {
        return tracked;
    }

    /** @param reader is given what each complete sweep left, when it is read */
    public void tellSweepsTo(Consumer<SweepRecord> reader) {
        sweepReader = reader;
    }

    void clear() {
        tickets.forgetVersions();
        unreadable.clear();
        published = 0;
        firstSweepDone = false;
        tracked = 0;
    }

    void readSweep(ConsumerRecord<String, byte[]> sweep) {
        firstSweepDone = sweep.value() != null;
        if (firstSweepDone) {
            sweepReader.accept(SweepRecord.of(sweep));
        }
    }

    void readMark(ConsumerRecord<String, byte[]> mark) {
        String key = mark.key();
        unreadable.remove(key);
        long after = mark.value() == null ? 0 : updateTime(mark.value());
        if (mark.value() != null && after == 0) {
            unreadable.put(key, mark.offset());
        } else if (key != null) {
            long before = tickets.setVersion(key, after);
            if (!isDeadLetterKey(key)) {
                published += (after == 0 ? 0 : 1) - (before == 0 ? 0 : 1);
            }
        }
    }

    /**
     * To be called at the end of the log.
     *
     * @throws KafkaFailure if the last mark of a key is not readable: publishing that ticket could be a repetition
     */
    void checkAllReadable() {
        countTracked();
        if (!unreadable.isEmpty()) {
            Map.Entry<String, Long> first = unreadable.entrySet().iterator().next();
            throw KafkaFailure.forOperator(
                    "the state topic holds " + unreadable.size()
                            + " marks that are no update time, the first at offset " + first.getValue() + " for key "
                            + first.getKey(),
                    "write the ticket's update_time in decimal under that key, or a tombstone to have it published again");
        }
    }

    void countTracked() {
        tracked = published;
    }

    /** Whether a key of the state topic remembers a bad entry; otherwise it is a ticket's number. */
    public static boolean isDeadLetterKey(String key) {
        return key != null && key.startsWith(DEAD_LETTER);
    }

    /** The update time that a mark holds, negative if that version was only skipped; 0 if the mark is not readable. */
    public static long updateTime(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        int note = text.indexOf(':');
        try {
            long updateTime = Long.parseLong(note < 0 ? text : text.substring(0, note));
            boolean skipped = note >= 0 && text.startsWith(SKIPPED, note + 1);
            return updateTime <= 0 ? 0 : skipped ? -updateTime : updateTime;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
