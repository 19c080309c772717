package io.github.ticketstream.published;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the state topic says about the stream itself: under each key a time, epoch milliseconds, and what was noted then. An
 * older program takes it for the mark of a ticket that never comes.
 */
public final class StreamNotes {
    /** Whether a sweep of the stream was ever complete. */
    public enum FirstSweep {
        /** Older programs don't note it. */
        UNKNOWN,
        BEGUN,
        DONE;

        static FirstSweep of(String text) {
            return Stream.of(BEGUN, DONE)
                    .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElse(UNKNOWN);
        }
    }

    /** Tells this process from those before and beside it. */
    private final String process = UUID.randomUUID().toString().substring(0, 8);

    private Consumer<Calls> callsReader = calls -> {};
    private Calls calls;
    private String owner = "";
    private String filters = "";
    private String lastTransaction = "";
    private FirstSweep firstSweep = FirstSweep.UNKNOWN;

    StreamNotes() {}

    /** The transactional id of the stream that owns the state topic; empty if none does. */
    public String owner() {
        return owner;
    }

    /** The filters of the last complete sweep, as their settings' fingerprint; empty if that is not known. */
    public String filters() {
        return filters;
    }

    /** The name of the transaction that was read last; empty if that is not known. */
    public String lastTransaction() {
        return lastTransaction;
    }

    /** What is noted of the first sweep of all. */
    public FirstSweep firstSweep() {
        return firstSweep;
    }

    /**
     * The count of a month's calls.
     *
     * @param at when that was by Tuya's clock, epoch milliseconds; 1 if it was not known
     * @param own whether this process has written it
     * @param bySweep what the last complete sweep says, which alone counts where calls are not limited and nothing changes
     */
    public record Calls(long at, long calls, boolean own, long bySweep) {}

    /** @param reader is given the last count of the month's calls, when all was read */
    public void onCalls(Consumer<Calls> reader) {
        callsReader = reader;
    }

    /**
     * The end of the topics: what was read last counts.
     *
     * @param sweep the last complete one, which alone has the count of older programs; null if there is none
     */
    void endOfTopics(SweepRecord sweep) {
        long bySweep = sweep == null ? 0 : sweep.callsThisMonth();
        if (calls == null && lastTransaction.isEmpty() && bySweep > 0) {
            calls = new Calls(sweep.completedAt().toEpochMilli(), bySweep, false, bySweep);
        }
        if (calls != null) {
            callsReader.accept(new Calls(calls.at(), calls.calls(), calls.own(), bySweep));
            calls = null;
        }
    }

    /** The name of this process's transaction of that number. */
    public String transaction(long number) {
        return process + "-" + number;
    }

    void clear() {
        owner = "";
        filters = "";
        lastTransaction = "";
        calls = null;
        firstSweep = FirstSweep.UNKNOWN;
    }

    void read(ConsumerRecord<String, byte[]> note) {
        String text = note.value() == null ? "" : text(note.value());
        if (note.key().equals(StateKeys.OWNER)) {
            owner = text;
        } else if (note.key().equals(StateKeys.FILTERS)) {
            filters = text;
        } else if (note.key().equals(StateKeys.FIRST_SWEEP)) {
            firstSweep = FirstSweep.of(text);
        } else if (note.key().equals(StateKeys.CALLS) && note.value() != null) {
            String[] words = text.split(":", -1);
            lastTransaction = words.length > 1 ? words[1] : "";
            calls = new Calls(
                    Mark.read(note.value()).updateTime(),
                    SweepRecord.number(words[0]),
                    lastTransaction.startsWith(process),
                    0);
        }
    }

    /** Under {@link StateKeys#OWNER}. */
    public static byte[] owner(String transactionalId) {
        return bytes("1:" + transactionalId);
    }

    /**
     * Under {@link StateKeys#CALLS}.
     *
     * @param at by Tuya's clock, epoch milliseconds
     * @param transaction names the transaction that it is part of
     */
    public static byte[] calls(long at, long callsThisMonth, String transaction) {
        return bytes(at + ":" + callsThisMonth + ":" + transaction);
    }

    /**
     * Under {@link StateKeys#FILTERS}.
     *
     * @param at epoch milliseconds
     */
    public static byte[] filters(long at, String fingerprint) {
        return bytes(at + ":" + fingerprint);
    }

    /**
     * Under {@link StateKeys#FIRST_SWEEP}.
     *
     * @param at epoch milliseconds
     */
    public static byte[] firstSweep(long at, FirstSweep firstSweep) {
        return bytes(at + ":" + firstSweep.name().toLowerCase(Locale.ROOT));
    }

    private static String text(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        return text.substring(text.indexOf(':') + 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
