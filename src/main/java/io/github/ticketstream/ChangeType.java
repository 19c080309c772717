package io.github.ticketstream;

import java.util.Locale;

/** Whether a published version is the first one of its ticket. */
enum ChangeType {
    DISCOVERED,
    UPDATED;

    private final String label = name().toLowerCase(Locale.ROOT);
    private final String eventType = "io.github.ticketstream.ticket." + label + ".v1";

    /** The record's {@code ce_type}. */
    String eventType() {
        return eventType;
    }

    /** As metrics and log name it. */
    String label() {
        return label;
    }
}
