package io.github.ticketstream.doctor;

import io.github.ticketstream.content.PrivateFields;
import io.github.ticketstream.content.TicketContent;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.Mark.Content;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.JsonSlice;

/** What a version says, in the form in which marks have it; unknown where contents are no part of a version. */
final class Contents {
    private final TicketContent.Reader reader;
    private final PrivateFields privateFields;
    /** 0 where contents are not published. */
    private final int fingerprint;

    Contents(TicketSettings settings) {
        this.reader = new TicketContent.Reader(settings);
        this.privateFields = new PrivateFields(settings.content());
        this.fingerprint =
                settings.content().publishesSilent() ? settings.content().fingerprint() : 0;
    }

    /** Of a mark that was made under the settings in force. */
    Content of(Mark mark) {
        return mark.content().settings() == fingerprint ? mark.content() : Content.UNKNOWN;
    }

    Content ofListed(JsonSlice ticket) {
        return fingerprint == 0
                ? Content.UNKNOWN
                : new Content(reader.of(ticket).hash(), fingerprint);
    }

    /** Others can write records, too: what is no JSON object says nothing. */
    Content ofPublished(byte[] record) {
        long hash = fingerprint == 0 ? 0 : reader.hashOfPublished(record);
        return hash == 0 ? Content.UNKNOWN : new Content(hash, fingerprint);
    }

    /** The key under which the state topic would remember this entry as a bad one. */
    String deadLetterKey(JsonSlice entry) {
        return StateKeys.deadLetter(privateFields.sha256(entry));
    }
}
