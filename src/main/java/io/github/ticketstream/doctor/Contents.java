package io.github.ticketstream.doctor;

import io.github.ticketstream.content.PrivateFields;
import io.github.ticketstream.content.TicketContent;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.JsonSlice;
import java.util.HexFormat;

/**
 * What a version says, in the form in which marks have it: the hash of its content and the fingerprint of the settings. Empty
 * where contents are no part of a version, and where nothing can be said.
 */
final class Contents {
    private final TicketContent.Reader reader;
    private final PrivateFields privateFields;
    private final String fingerprint;

    Contents(TicketSettings settings) {
        this.reader = new TicketContent.Reader(settings);
        this.privateFields = new PrivateFields(settings.content());
        this.fingerprint =
                settings.content().publishesSilent() ? settings.content().fingerprint() : "";
    }

    /** Of a mark that was made under the settings in force. */
    String of(Mark mark) {
        return !fingerprint.isEmpty() && mark.content().endsWith(fingerprint) ? mark.content() : "";
    }

    String ofListed(JsonSlice ticket) {
        return fingerprint.isEmpty() ? "" : word(reader.of(ticket).hash());
    }

    String ofPublished(byte[] record) {
        return fingerprint.isEmpty() ? "" : word(reader.hashOfPublished(record));
    }

    private String word(long hash) {
        return hash == 0 ? "" : HexFormat.of().toHexDigits(hash) + fingerprint;
    }

    /** The key under which the state topic would remember this entry as a bad one. */
    String deadLetterKey(JsonSlice entry) {
        return StateKeys.deadLetter(privateFields.sha256(entry));
    }
}
