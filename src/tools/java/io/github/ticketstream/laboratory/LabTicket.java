package io.github.ticketstream.laboratory;

import io.github.ticketstream.tuya.JsonSlice;
import io.github.ticketstream.tuya.ListEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A ticket of the simulated list. Times are epoch milliseconds. */
final class LabTicket {
    private final int id;
    private final String number;
    private final long createdAt;
    private final List<LabChange> unpublished = new ArrayList<>();
    private long changedAt;
    private boolean open = true;
    private long key;
    private ListEntry entry;

    LabTicket(int id, long createdAt) {
        this.id = id;
        this.number = "T" + id;
        this.createdAt = createdAt;
        this.changedAt = createdAt;
    }

    void change(LabChange change, boolean nowOpen) {
        changedAt = change.at();
        open = nowOpen;
        entry = null;
        unpublished.add(change);
    }

    /** As a page of the API holds it. */
    ListEntry entry() {
        if (entry == null) {
            byte[] json = (number + "@" + changedAt).getBytes(StandardCharsets.UTF_8);
            entry = new ListEntry(
                    new JsonSlice(json, 0, json.length),
                    0,
                    number,
                    changedAt,
                    "",
                    open ? "Processing" : "Finished",
                    "",
                    "");
        }
        return entry;
    }

    /** The changes of which no version was published yet, nor a later one. */
    List<LabChange> unpublished() {
        return unpublished;
    }

    int id() {
        return id;
    }

    String number() {
        return number;
    }

    long createdAt() {
        return createdAt;
    }

    long changedAt() {
        return changedAt;
    }

    boolean isOpen() {
        return open;
    }

    long key() {
        return key;
    }

    void key(long newKey) {
        key = newKey;
    }
}
