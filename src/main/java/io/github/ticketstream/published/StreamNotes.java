package io.github.ticketstream.published;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The notes about the stream itself on the state topic: under each key a time, epoch milliseconds, and a text. */
public final class StreamNotes {
    /** The notes under {@link StateKeys#FIRST_SWEEP}. */
    public static final String BEGUN = "begun";

    public static final String DONE = "done";

    /** Distinguishes this process from earlier and parallel ones. */
    private final String process = UUID.randomUUID().toString().substring(0, 8);

    private final Map<String, String> texts = new HashMap<>();
    private Consumer<Calls> callsReader = calls -> {};
    private Calls calls;
    private String lastTransaction = "";

    /** Returns the note under one of the {@link StateKeys}; empty if there is none. */
    public String text(String key) {
        return texts.getOrDefault(key, "");
    }

    /** The name of the transaction that was read last; empty if that is not known. */
    public String lastTransaction() {
        return lastTransaction;
    }

    public String transaction(long number) {
        return process + "-" + number;
    }

    /**
     * The count of a month's calls.
     *
     * @param at the time by Tuya's clock, epoch milliseconds; 1 if unknown
     * @param unnamed the part of them for which no reply has named the month
     * @param own whether this process has written it
     * @param bySweep the count of the last complete sweep, the only one if calls are not limited and nothing changes
     */
    public record Calls(long at, long calls, long unnamed, boolean own, long bySweep) {}

    /** @param reader is given the last count of the month's calls, when all was read */
    public void onCalls(Consumer<Calls> reader) {
        callsReader = reader;
    }

    /**
     * Takes the notes that were read last, at the end of the topics.
     *
     * @param sweep the last complete one, which alone has the count if the marks were rebuilt; null if there is none
     */
    void endOfTopics(SweepRecord sweep) {
        long bySweep = sweep == null ? 0 : sweep.callsThisMonth();
        if (calls == null && lastTransaction.isEmpty() && bySweep > 0) {
            calls = new Calls(sweep.completedAt().toEpochMilli(), bySweep, 0, false, bySweep);
        }
        if (calls != null) {
            callsReader.accept(new Calls(calls.at(), calls.calls(), calls.unnamed(), calls.own(), bySweep));
            calls = null;
        }
    }

    void clear() {
        texts.clear();
        lastTransaction = "";
        calls = null;
    }

    void read(ConsumerRecord<String, byte[]> note) {
        String value = note.value() == null ? "" : new String(note.value(), StandardCharsets.UTF_8);
        String text = value.substring(value.indexOf(':') + 1);
        texts.put(note.key(), text);
        if (note.key().equals(StateKeys.CALLS) && note.value() != null) {
            String[] words = text.split(":", -1);
            lastTransaction = words.length > 1 ? words[1] : "";
            calls = new Calls(
                    Mark.read(note.value()).updateTime(),
                    SweepRecord.number(words[0]),
                    words.length > 2 ? SweepRecord.number(words[2]) : 0,
                    lastTransaction.startsWith(process),
                    0);
        }
    }

    /** The value of a note; the time in epoch milliseconds. */
    public static byte[] value(long at, String text) {
        return (at + ":" + text).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the value for {@link StateKeys#CALLS}, with the name of its transaction. */
    public static String calls(long callsThisMonth, String transaction, long unnamed) {
        return callsThisMonth + ":" + transaction + (unnamed == 0 ? "" : ":" + unnamed);
    }
}
