package io.github.ticketstream.records;

import java.util.Locale;

/** What a record of the ticket topic tells of its ticket. */
public enum ChangeType {
    /** The first version that is published, or the first one after a disappearance. */
    DISCOVERED,
    UPDATED,
    DISAPPEARED;

    private final String label = name().toLowerCase(Locale.ROOT);
    private final String eventType = "io.github.ticketstream.ticket." + label + ".v1";

    /** The record's {@code ce_type}. */
    String eventType() {
        return eventType;
    }

    /** As metrics and log name it. */
    public String label() {
        return label;
    }
}
