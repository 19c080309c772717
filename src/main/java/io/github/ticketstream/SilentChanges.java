package io.github.ticketstream;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the contents of versions, and reports tickets whose content differs under the same update time. To be counted, contents
 * are compared within this process; to be published, with the hash in the ticket's mark.
 */
final class SilentChanges {
    private static final Logger LOG = LoggerFactory.getLogger(SilentChanges.class);

    private final TicketContent contents;
    /** The fingerprint of the settings in force; 0 if silent changes are only counted. */
    private final int fingerprint;

    private final KnownTickets tickets;
    private final StreamMeters meters;
    private boolean warned;

    SilentChanges(TicketSettings settings, KnownTickets tickets, StreamMeters meters) {
        this.contents = new TicketContent(settings);
        this.fingerprint =
                settings.content().publishesSilent() ? settings.content().fingerprint() : 0;
        this.tickets = tickets;
        this.meters = meters;
    }

    /** A version as a page holds it. Its content is read once, and only if somebody asks for it. */
    final class Version {
        private final ListEntry ticket;
        private final int checksum;
        private Content content;

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
                content = new Content(contents.hash(ticket.json()), fingerprint);
            }
            return content;
        }

        /** Its mark if it is published. */
        Mark mark() {
            return Mark.of(ticket.updateTime()).with(content());
        }

        /** Remembers this content as that of the version published last. */
        void learn() {
            if (content != null) {
                tickets.get(ticket.ticketNo()).learn(ticket.updateTime(), content, checksum);
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
        LOG.debug("silent change: {}", id);
        if (!warned) {
            warned = true;
            LOG.warn(
                    "tickets change while their update_time stays: {} did; such changes are {} (tickets.silent-changes);"
                            + " doctor --report names fields that change without one",
                    id,
                    fingerprint == 0 ? "counted and not published" : "published");
        }
    }
}
