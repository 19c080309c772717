package io.github.ticketstream;

import io.github.ticketstream.content.MovedFields;
import io.github.ticketstream.content.TicketContent;
import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.SweepCount;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Printable;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.Mark.Content;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.ListEntry;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the contents of versions, and reports tickets whose content differs under the same update time. To be counted, contents
 * are compared within this process; to be published, with the hash in the ticket's mark.
 */
final class SilentChanges {
    private static final Logger LOG = LoggerFactory.getLogger(SilentChanges.class);

    private final TicketContent.Reader reader;
    /** The fingerprint of the settings in force; 0 if silent changes are only counted. */
    private final int fingerprint;

    private final KnownTickets tickets;
    private final StreamMeters meters;
    private final MovedFields fields = new MovedFields();
    private boolean warned;

    SilentChanges(TicketSettings settings, KnownTickets tickets, StreamMeters meters) {
        this.reader = new TicketContent.Reader(settings);
        this.fingerprint =
                settings.content().publishesSilent() ? settings.content().fingerprint() : 0;
        this.tickets = tickets;
        this.meters = meters;
        meters.silentFields(fields.names());
    }

    /** A version as a page holds it. Its content is read once, and only if somebody asks for it. */
    final class Version {
        private final ListEntry ticket;
        private final int checksum;
        private Content content;
        private Map<String, Integer> fieldHashes;

        private Version(ListEntry ticket) {
            this.ticket = ticket;
            this.checksum = TicketContent.checksum(ticket.json());
        }

        ListEntry ticket() {
            return ticket;
        }

        int checksum() {
            return checksum;
        }

        /** Its content; {@link Content#isLocal local} if silent changes are only counted. */
        Content content() {
            if (content == null) {
                TicketContent read = reader.of(ticket.json());
                content = new Content(fingerprint == 0 ? read.localHash() : read.hash(), fingerprint);
                fieldHashes = read.fieldHashes();
            }
            return content;
        }

        Mark mark() {
            return Mark.of(ticket.updateTime()).with(content());
        }

        /** Remembers this content as that of the version published last. */
        void learn() {
            if (content != null) {
                tickets.get(ticket.ticketNo()).learn(ticket.updateTime(), content, checksum);
                fields.note(ticket.ticketNo(), fieldHashes);
            }
        }
    }

    Version of(ListEntry ticket) {
        return new Version(ticket);
    }

    /** Counts a silent change that was seen or, if the setting asks for that, published. */
    void count(Version version, SweepProgress progress) {
        meters.count(SweepCount.SILENT, 1, progress);
        String id = Printable.of(version.ticket.versionId());
        fields.moved(version.ticket.ticketNo(), version.fieldHashes);
        LOG.debug("silent change: {}", id);
        if (!warned) {
            warned = true;
            LOG.warn(
                    "tickets change while their update_time stays: {} did, in {}; such changes are {} (tickets.silent-changes)",
                    id,
                    fields.names().isEmpty() ? "fields that are not known" : String.join(", ", fields.names()),
                    fingerprint == 0 ? "counted and not published" : "published");
        }
    }
}
