package io.github.ticketstream;

import io.github.ticketstream.content.MovedFields;
import io.github.ticketstream.content.TicketContent;
import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.SweepCount;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Printable;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.KnownTickets.Verdict;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.sweep.Sweep;
import io.github.ticketstream.tuya.ListEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether a ticket whose update time has not moved is still the same. To be counted, contents are compared within this
 * process; to be published, with the hash in the ticket's mark.
 */
final class SilentChanges {
    private static final Logger LOG = LoggerFactory.getLogger(SilentChanges.class);

    private final boolean published;
    private final TicketContent.Reader reader;
    private final PublishedVersions versions;
    private final KnownTickets tickets;
    private final StreamMeters meters;
    private final MovedFields fields = new MovedFields();
    private boolean warned;
    private boolean warnedOfOlder;

    /**
     * A version as a page holds it.
     *
     * @param hash of its content
     * @param mark what it has when it is published
     */
    record Version(ListEntry ticket, MovedFields.Print fields, long hash, Mark mark) {
        /** Whether this was published with another content. */
        boolean isSilentChangeOf(Mark published) {
            return published.updateTime() == mark.updateTime()
                    && !published.content().isEmpty()
                    && !published.content().equals(mark.content());
        }

        /** What the mark is to be when there is nothing to tell: with the content that is known now. */
        Mark noted(Mark published) {
            if (published.updateTime() != mark.updateTime()) {
                return published;
            }
            return published.skipped() ? mark.asSkipped() : mark;
        }
    }

    SilentChanges(TicketSettings settings, PublishedVersions versions, StreamMeters meters) {
        this.published = settings.content().publishesSilent();
        this.reader = new TicketContent.Reader(settings);
        this.versions = versions;
        this.tickets = versions.tickets();
        this.meters = meters;
    }

    /** Whether nothing is to be written about a ticket. What is only counted is counted here. */
    boolean isNothingNew(ListEntry ticket, Sweep sweep) {
        String number = ticket.ticketNo();
        int quick = TicketContent.quick(ticket.json());
        Verdict verdict = tickets.compare(number, ticket.updateTime(), quick);
        if (verdict == Verdict.SAME || verdict == Verdict.NEWER) {
            return verdict == Verdict.SAME;
        }
        // An API that shows an old version has the ticket in its list all the same.
        boolean isBack = sweep.ends(tickets.absence(number));
        if (verdict == Verdict.OLDER) {
            countOlder(ticket, sweep.progress());
            return !isBack;
        }
        Version version = read(ticket);
        long known = tickets.content(number);
        if (known == tickets.kept(version.hash())) {
            learn(version);
            return !isBack;
        }
        if (published) {
            return false;
        }
        if (known != 0) {
            count(version, sweep.progress());
        }
        learn(version);
        return !isBack;
    }

    /** Of one ticket it may be a cache; when update times become seconds, it is all of them, and nothing is newer any more. */
    private void countOlder(ListEntry ticket, SweepProgress progress) {
        meters.count(SweepCount.OLDER, 1, progress);
        if (!warnedOfOlder) {
            warnedOfOlder = true;
            LOG.warn(
                    "the list holds versions that are older than the published ones: {}, where update_time {} is published;"
                            + " they are counted (tickets_older_total) and not published. If it is all tickets, look whether"
                            + " the API's update_time is in milliseconds still",
                    Printable.of(ticket.versionId()),
                    versions.lastSeen(ticket.ticketNo()));
        }
    }

    Version read(ListEntry ticket) {
        TicketContent content = reader.of(ticket.json());
        long hash = published ? content.hash() : content.quickHash();
        Mark mark = Mark.of(ticket.updateTime()).with(versions.word(tickets.kept(hash)));
        return new Version(ticket, fields.print(content), hash, mark);
    }

    /** This is the content of the version that was last published, as far as this process knows. */
    void learn(Version version) {
        String number = version.ticket().ticketNo();
        tickets.learn(
                number,
                version.mark().updateTime(),
                TicketContent.quick(version.ticket().json()),
                version.hash());
        fields.note(number, version.fields());
    }

    /** A silent change was seen, or was published if that is what is asked for. */
    void count(Version version, SweepProgress progress) {
        meters.count(SweepCount.SILENT, 1, progress);
        String id = Printable.of(version.ticket().versionId());
        fields.moved(version.ticket().ticketNo(), version.fields());
        meters.silentlyMoved(fields.names());
        LOG.debug("silent change: {}", id);
        if (!warned) {
            warned = true;
            LOG.warn(
                    "tickets change while their update_time stays: {} did, in {}; such changes are {} (tickets.silent-changes)",
                    id,
                    fields.names().isEmpty() ? "fields that are not known" : String.join(", ", fields.names()),
                    published ? "published" : "counted and not published");
        }
    }
}
