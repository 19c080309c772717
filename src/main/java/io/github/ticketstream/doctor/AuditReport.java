package io.github.ticketstream.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares marks and tickets. Only what the promise excludes is called a difference: all that was published has its mark
 * and its record, once, and in rising order; what was deleted, or asked for again by a tombstone, has not.
 */
final class AuditReport {
    private static final String PUBLISH_AGAIN =
            "find out who deletes records; a tombstone under the ticket's number on the state topic has it published again";
    private static final String WHO_WRITES =
            "find out who else writes to these topics, and whether the state topic was replaced or cut; subscribers tell versions apart by ce_id";

    /** A transaction takes no longer. */
    private static final long TOGETHER_MILLIS = 10_000;

    private final Marks marks;
    private final PublishedTickets tickets;
    private final Clock clock;

    /** @param clock decides what lies in the future */
    AuditReport(Marks marks, PublishedTickets tickets, Clock clock) {
        this.clock = clock;
        this.marks = marks;
        this.tickets = tickets;
    }

    /** @param cut whether the beginning of the ticket topic was deleted: then records may be gone for a good reason */
    List<CheckResult> results(boolean cut) {
        List<CheckResult> results = new ArrayList<>();
        results.add(CheckResult.ok(
                Audit.TOPICS, marks.count() + " marks, " + tickets.records() + " records of published versions"));
        results.addAll(marksWithoutTheirRecord(cut));
        results.addAll(ticketsWithoutTheirMark());
        results.add(misplaced("versions twice", tickets.repeated()));
        results.add(misplaced("versions out of order", tickets.outOfOrder()));
        Findings unreadable = new Findings("unreadable marks");
        marks.unreadable().forEach((key, offset) -> unreadable.add(key + " at offset " + offset));
        results.add(unreadable.difference(
                "write the ticket's update_time in decimal under that key, or a tombstone to have it published again"));
        results.add(marksAhead());
        results.addAll(contents());
        results.add(tickets.scattered()
                .weakness("partitions were added, and order across them has ended; what lies on the old one is neither"
                        + " compacted nor erased: if that matters, move to a new topic, see 'Subscribing'"));
        results.add(tickets.foreign().information("not written by the stream: no ce_id of that key"));
        return results;
    }

    /** No version of such a ticket is newer for as long: it is mute. */
    private CheckResult marksAhead() {
        long tomorrow = clock.instant().plus(Duration.ofDays(1)).toEpochMilli();
        Findings ahead = new Findings("marks in the future");
        marks.forEachLatest((ticketNo, mark) -> {
            if (mark > tomorrow) {
                ahead.add(ticketNo + "@" + mark);
            }
        });
        return ahead.difference(
                "until then no change of the ticket is published; a tombstone under its number on the state topic has it published again");
    }

    private List<CheckResult> marksWithoutTheirRecord(boolean cut) {
        Findings missing = new Findings("marks without a ticket");
        Findings older = new Findings("tickets older than mark");
        marks.forEachPublished((ticketNo, mark) -> {
            long ticket = tickets.last(ticketNo);
            if (ticket == 0 && !tickets.isDeleted(ticketNo)) {
                missing.add(ticketNo + "@" + mark);
            } else if (ticket != 0 && ticket < mark) {
                older.add(ticketNo + "@" + ticket + " instead of @" + mark);
            }
        });
        return List.of(
                cut
                        ? missing.information("the ticket topic does not begin at offset 0: they may have been there")
                        : missing.difference(PUBLISH_AGAIN),
                older.difference(PUBLISH_AGAIN));
    }

    private List<CheckResult> ticketsWithoutTheirMark() {
        Findings unmarked = new Findings("tickets without a mark");
        Findings newer = new Findings("tickets newer than mark");
        Findings again = new Findings("asked for again");
        tickets.forEachTicket((ticketNo, ticket) -> {
            long mark = marks.latest(ticketNo);
            if (marks.unreadable().containsKey(ticketNo)) {
                // Reported on its own.
                return;
            }
            if (mark == 0 && marks.isWithdrawn(ticketNo)) {
                again.add(ticketNo);
            } else if (mark == 0) {
                unmarked.add(ticketNo + "@" + ticket);
            } else if (ticket > mark && !marks.isWithdrawn(ticketNo)) {
                newer.add(ticketNo + "@" + ticket + " instead of @" + mark);
            }
        });
        return List.of(
                newer.difference(WHO_WRITES),
                unmarked.difference(WHO_WRITES),
                again.information("their mark was withdrawn by a tombstone; the next sweep publishes them"));
    }

    /**
     * A record and its mark are written together. A mark can be written alone as well, with the content that the ticket has then:
     * when contents were not published before, or count under other settings.
     */
    private List<CheckResult> contents() {
        Findings other = new Findings("contents other than marked");
        Findings older = new Findings("contents older than mark");
        marks.forEachPublished((ticketNo, mark) -> {
            Marks.Published marked = marks.published(ticketNo).orElse(null);
            PublishedTickets.Content record = tickets.lastContent(ticketNo).orElse(null);
            if (marked == null
                    || record == null
                    || marks.isWithdrawn(ticketNo)
                    || tickets.last(ticketNo) != mark
                    || marked.content().equals(record.content())) {
                return;
            }
            boolean together = Math.abs(marked.writtenAt() - record.writtenAt()) <= TOGETHER_MILLIS;
            (together || marked.silently() ? other : older).add(ticketNo + "@" + mark);
        });
        return List.of(
                other.difference(PUBLISH_AGAIN),
                older.information("changed before contents were published, or counted under these settings"));
    }

    private CheckResult misplaced(String check, List<PublishedTickets.Misplaced> versions) {
        Findings findings = new Findings(check);
        versions.stream()
                .filter(version -> !marks.isWithdrawn(version.ticketNo()))
                .forEach(version -> findings.add(version.text()));
        return findings.difference(WHO_WRITES);
    }
}
