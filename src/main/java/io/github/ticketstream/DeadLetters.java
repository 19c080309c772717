package io.github.ticketstream;

import io.github.ticketstream.ops.RecentChanges.DeadLetter;
import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.records.TicketRecords;
import io.github.ticketstream.tuya.ListEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds to the transaction what can't be published as a ticket. */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final PublishedVersions versions;
    private final TicketRecords records;
    private final StreamMeters meters;

    DeadLetters(PublishedVersions versions, TicketRecords records, StreamMeters meters) {
        this.versions = versions;
        this.records = records;
        this.meters = meters;
    }

    /** Returns how many entries have not changed: one, if this was published there before. */
    int add(ListEntry entry, String reason, Transaction transaction, SweepProgress progress) {
        String key = records.deadLetterKey(entry);
        progress.unusable(reason + ", on topic " + records.settings().topics().deadLetter());
        if (versions.lastSeen(key) > 0 || transaction.mark(key).isPresent()) {
            return 1;
        }
        LOG.atDebug().addKeyValue("page", entry.page()).log("dead letter {}: {}", key, reason);
        transaction.add(records.deadLetter(entry, reason, key));
        transaction.add(records.state().deadLetterMark(key), key, Mark.of(1), () -> {
            meters.deadLettered(new DeadLetter(key, reason, entry.page(), 0), progress);
        });
        return 0;
    }
}
