package io.github.ticketstream;

import io.github.ticketstream.SilentChanges.Version;
import io.github.ticketstream.published.Absence;
import io.github.ticketstream.published.KnownTicket;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.records.TicketRecords;
import io.github.ticketstream.sweep.Sweep;
import io.github.ticketstream.tuya.ListEntry;

/**
 * What follows from an entry of the list. It is decided once, by the entry and by what is known of its ticket, and deciding
 * changes nothing:
 *
 * <pre>
 *   no ticket                          DEAD_LETTER
 *   newer than its mark                PUBLISH, or DEAD_LETTER if it has a defect, or NOTE in a first run that skips
 *   same time, another content         PUBLISH (or DEAD_LETTER) if silent changes are published; else as the next
 *   same time or older                 NOTE if its mark is to say something else, else DROP
 * </pre>
 *
 * @param before the mark that was known when this was decided
 * @param mark what the ticket's mark is to be
 * @param defect why it is a dead letter; else empty
 * @param silent whether its content is another one under the same update time
 */
record Decision(Kind kind, Version version, Mark before, Mark mark, String defect, boolean silent) {
    enum Kind {
        DROP,
        /** Nothing is published, and the mark is written: it learns the content, or that the ticket is in the list. */
        NOTE,
        PUBLISH,
        DEAD_LETTER
    }

    ListEntry entry() {
        return version.ticket();
    }

    boolean changesMark() {
        return !mark.equals(before);
    }

    /** A silent change that is not published is counted at once: no transaction will say that it was there. */
    boolean isCountedAsSilent() {
        return silent && kind != Kind.PUBLISH;
    }

    /** What decisions rest on beside the entry and its ticket. */
    record Rules(TicketRecords records, Sweep sweep, boolean skipsNew) {
        Decision decide(Version version, KnownTicket known) {
            ListEntry entry = version.ticket();
            Mark before = known.mark();
            Mark seen = sweep.ends(before.absence()) ? before.with(Absence.NONE) : before;
            if (!entry.isTicket()) {
                return new Decision(Kind.DEAD_LETTER, version, before, seen, entry.defect(), false);
            }
            // An API that shows an old version has the ticket in its list all the same.
            boolean older = entry.updateTime() < before.updateTime();
            if (older || known.isSame(entry.updateTime(), version.checksum())) {
                return new Decision(seen.equals(before) ? Kind.DROP : Kind.NOTE, version, before, seen, "", false);
            }
            boolean newer = entry.updateTime() > before.updateTime();
            return newer ? newer(version, before, seen) : sameTime(version, known, seen);
        }

        /** Its defects come before its content: what is far too large, and nested, would take long to read, in each sweep. */
        private Decision newer(Version version, Mark before, Mark seen) {
            String defect = records.defect(version.ticket());
            if (!defect.isEmpty()) {
                return new Decision(Kind.DEAD_LETTER, version, before, seen, defect, false);
            }
            Mark mark = version.mark();
            // What was skipped and has changed since is a change like any other.
            return skipsNew && seen.equals(Mark.NONE)
                    ? new Decision(Kind.NOTE, version, before, mark.asSkipped(), "", false)
                    : new Decision(Kind.PUBLISH, version, before, mark, "", false);
        }

        private Decision sameTime(Version version, KnownTicket known, Mark seen) {
            Mark before = known.mark();
            boolean silent = known.content().differsFrom(version.content());
            boolean published = silent && !version.content().isLocal();
            Mark noted = seen.with(version.content());
            if (!published && noted.equals(before)) {
                return new Decision(Kind.DROP, version, before, noted, "", silent);
            }
            String defect = records.defect(version.ticket());
            if (!defect.isEmpty()) {
                return new Decision(Kind.DEAD_LETTER, version, before, seen, defect, silent && !published);
            }
            return published
                    ? new Decision(Kind.PUBLISH, version, before, version.mark(), "", true)
                    : new Decision(Kind.NOTE, version, before, noted, "", silent);
        }
    }
}
