package io.github.ticketstream;

import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.SweepCount;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Printable;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.records.TicketRecords;
import io.github.ticketstream.sweep.Departure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds to the transaction what follows for tickets that a complete sweep did not hold. */
final class Departures {
    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

    private final PublishedVersions versions;
    private final TicketRecords records;
    private final StreamMeters meters;

    Departures(PublishedVersions versions, TicketRecords records, StreamMeters meters) {
        this.versions = versions;
        this.records = records;
        this.meters = meters;
    }

    /**
     * A note in the ticket's mark; or, if it has disappeared and that is to be told, its last record, and no mark. What was
     * only skipped is not on the topic, and has no last record. Nothing, if its mark is another one by now.
     */
    void add(Departure departure, Transaction transaction, SweepProgress progress) {
        String number = departure.ticketNo();
        Mark before = departure.mark();
        if (!versions.mark(number).equals(before)) {
            LOG.debug("mark written by somebody else: {}", Printable.of(number));
            return;
        }
        boolean told = departure.isGone() && records.tellsDisappeared();
        if (told && before.isPublished()) {
            long foundAt = progress.startedAt().at().toEpochMilli();
            transaction.add(records.events().disappeared(number, before, departure.lastSeen(), foundAt));
        }
        Mark mark = told ? Mark.NONE : before.with(departure.absence());
        transaction.add(records.state().mark(number, mark, before), number, mark, () -> count(departure, progress));
    }

    private void count(Departure departure, SweepProgress progress) {
        if (departure.isGone()) {
            LOG.debug("disappeared: {}", Printable.of(departure.ticketNo()));
            meters.count(SweepCount.DISAPPEARED, 1, progress);
        }
    }
}
