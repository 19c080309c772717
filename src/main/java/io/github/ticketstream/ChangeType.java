package io.github.ticketstream;

import java.util.Locale;

/** Whether a published version is the first one of its ticket. */
enum ChangeType {
    DISCOVERED,
    UPDATED;

    /** The record's {@code ce_type}. */
    String eventType() {
        return "io.github.ticketstream.ticket." + label() + ".v1";
    }

    /** As metrics and log name it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
