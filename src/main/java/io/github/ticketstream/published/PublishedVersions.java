package io.github.ticketstream.published;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * ticket_no → update_time of the version that was last published, as read from the state topic; changed by nothing but
 * what is read. One entry per ticket, however many versions it had. Beside it what the state and the sweep topic say about the
 * stream itself.
 *
 * <p>Whatever stands in a record, reading it does not throw: others can write to these topics, too.
 */
public final class PublishedVersions {
    /** Update times are positive: a negative version here is that of a skipped one, 0 stands for none. */
    private final KnownTickets tickets = new KnownTickets();

    private final Map<String, Long> unreadable = new HashMap<>();
    private Consumer<SweepRecord> sweepReader = sweep -> {};
    private ObjLongConsumer<Instant> callsReader = (at, calls) -> {};
    private SweepRecord lastSweep;
    private String owner = "";
    private boolean empty = true;
    private int published;
    private volatile int tracked;

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
        return lastSweep != null;
    }

    /** The last complete sweep of this stream; empty if none ever was. */
    Optional<SweepRecord> lastSweep() {
        return Optional.ofNullable(lastSweep);
    }

    /** The transactional id of the stream that owns the state topic; empty if none does. */
    public String owner() {
        return owner;
    }

    /** Whether the state topic holds nothing at all, not even a tombstone. */
    boolean isEmpty() {
        return empty;
    }

    /** Tickets that have a mark; can be read by any thread. */
    public int tracked() {
        return tracked;
    }

    /** @param reader is given what each complete sweep left, when it is read */
    public void onSweep(Consumer<SweepRecord> reader) {
        sweepReader = reader;
    }

    /** @param reader is given the count of the month's calls, and the time of it, when it is read */
    public void onCalls(ObjLongConsumer<Instant> reader) {
        callsReader = reader;
    }

    void clear() {
        tickets.forgetVersions();
        unreadable.clear();
        lastSweep = null;
        owner = "";
        empty = true;
        published = 0;
        tracked = 0;
    }

    void readSweep(ConsumerRecord<String, byte[]> sweep) {
        lastSweep = sweep.value() == null ? null : SweepRecord.of(sweep);
        if (lastSweep != null) {
            sweepReader.accept(lastSweep);
        }
    }

    void readMark(ConsumerRecord<String, byte[]> mark) {
        String key = mark.key();
        if (key == null) {
            return;
        }
        empty = false;
        if (StateKeys.isStream(key)) {
            if (key.equals(StateKeys.OWNER)) {
                owner = mark.value() == null ? "" : Mark.note(mark.value());
            } else if (key.equals(StateKeys.CALLS) && mark.value() != null) {
                callsReader.accept(
                        Instant.ofEpochMilli(Mark.updateTime(mark.value())),
                        SweepRecord.number(Mark.note(mark.value())));
            }
            return;
        }
        unreadable.remove(key);
        long after = mark.value() == null ? 0 : Mark.updateTime(mark.value());
        if (mark.value() != null && after == 0) {
            unreadable.put(key, mark.offset());
            return;
        }
        long before = tickets.setVersion(key, after);
        if (!StateKeys.isDeadLetter(key)) {
            published += (after == 0 ? 0 : 1) - (before == 0 ? 0 : 1);
        }
    }

    /**
     * To be called at the end of the state topic.
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
}
