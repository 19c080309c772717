package io.github.ticketstream;

import io.github.ticketstream.SilentChanges.Version;
import io.github.ticketstream.published.Absence;
import io.github.ticketstream.published.KnownTicket;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.records.TicketRecords;
import io.github.ticketstream.sweep.Sweep;
import io.github.ticketstream.tuya.ListEntry;

/**
 * Decides about one entry of the list, from the entry and from what the program knows of its ticket. Deciding changes
 * nothing:
 *
 * <pre>
 *   no ticket                          DEAD_LETTER
 *   newer than its mark                PUBLISH, or DEAD_LETTER if it has a defect, or NOTE in a first run that skips
 *   same time, another content         PUBLISH (or DEAD_LETTER) if silent changes are published; else as the next
 *   same time or older                 NOTE if its mark is to say something else, else DROP
 * </pre>
 *
 * @param before the mark that was known when this was decided
 * @param mark the ticket's new mark
 * @param defect why it is a dead letter; else empty
 * @param silent whether the content has changed under the same update time
 */
record Decision(Kind kind, Version version, Mark before, Mark mark, String defect, boolean silent) {
    enum Kind {
        DROP,
        /** Writes the mark and publishes nothing: the mark learns the content, or that the ticket is in the list. */
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

    boolean isOlder() {
        return entry().isTicket() && entry().updateTime() < before.updateTime();
    }

    boolean isNewer() {
        return entry().isTicket() && entry().updateTime() > before.updateTime();
    }

    /** A silent change that is not published counts at once, because no transaction will confirm it. */
    boolean isCountedAsSilent() {
        return silent && kind != Kind.PUBLISH;
    }

    record Rules(TicketRecords records, Sweep sweep, boolean skipsNew) {
        Decision decide(Version version, KnownTicket known) {
            ListEntry entry = version.ticket();
            Mark before = known.mark();
            Mark seen = sweep.ends(before.absence()) ? before.with(Absence.NONE) : before;
            if (!entry.isTicket()) {
                return new Decision(Kind.DEAD_LETTER, version, before, seen, entry.defect(), false);
            }
            // Even an old version shows that the ticket is in the list.
            boolean older = entry.updateTime() < before.updateTime();
            if (older || known.isSame(entry.updateTime(), version.checksum())) {
                return new Decision(seen.equals(before) ? Kind.DROP : Kind.NOTE, version, before, seen, "", false);
            }
            return entry.updateTime() > before.updateTime()
                    ? newer(version, before, seen)
                    : sameTime(version, known, seen);
        }

        /** Looks for defects before it reads the content: a huge nested entry would take long to read in each sweep. */
        private Decision newer(Version version, Mark before, Mark seen) {
            String defect = records.defect(version.ticket());
            if (!defect.isEmpty()) {
                return new Decision(Kind.DEAD_LETTER, version, before, seen, defect, false);
            }
            Mark mark = version.mark();
            // A skipped ticket that has changed since then counts as any other change.
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
