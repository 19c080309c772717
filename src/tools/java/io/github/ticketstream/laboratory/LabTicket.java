package io.github.ticketstream.laboratory;

import io.github.ticketstream.tuya.JsonSlice;
import io.github.ticketstream.tuya.ListEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A ticket of the simulated list. Times are epoch milliseconds. */
final class LabTicket {
    final int id;
    final String number;
    final long createdAt;
    /** The changes of which no version was published yet, nor a later one. */
    final List<Change> unpublished = new ArrayList<>();

    long changedAt;
    boolean isOpen = true;
    /** The list is sorted by it; it may change while the ticket is in no list. */
    long key;

    private ListEntry entry;

    record Change(Kind kind, long at) {
        enum Kind {
            NEW,
            CHANGED,
            CLOSED
        }
    }

    LabTicket(int id, long createdAt) {
        this.id = id;
        this.number = "T" + id;
        this.createdAt = createdAt;
        this.changedAt = createdAt;
    }

    void change(Change change, boolean opens) {
        changedAt = change.at();
        isOpen = opens;
        entry = null;
        unpublished.add(change);
    }

    /** As a page of the API holds it. */
    ListEntry entry() {
        if (entry == null) {
            byte[] json = (number + "@" + changedAt).getBytes(StandardCharsets.UTF_8);
            String state = isOpen ? "Processing" : "Finished";
            JsonSlice slice = new JsonSlice(json, 0, json.length);
            entry = new ListEntry(slice, 0, number, changedAt, "", state, "", "", ListEntry.Span.UNKNOWN);
        }
        return entry;
    }
}
