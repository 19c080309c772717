package io.github.ticketstream;

import io.github.ticketstream.ops.Change;
import io.github.ticketstream.ops.DeadLetter;
import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Printable;
import io.github.ticketstream.published.PublishedLog;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.tuya.ListEntry;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for each entry whether it is published, and collects the records of the transaction in flight.
 *
 * <p>What is in flight counts as published only within its own transaction. {@link #learn} forgets it: from then on, only
 * what came back from the log counts, so that after a commit of unknown outcome nothing is assumed.
 */
final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final PublishedLog log;
    private final PublishedVersions published;
    private final TicketRecords records;
    private final StreamMeters meters;
    private final TransactionSize size;

    private final Object2LongOpenHashMap<String> inFlight = new Object2LongOpenHashMap<>();
    private final List<Intent> intents = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private String lastInFlight = "";
    private String trace;
    private int unchanged;
    private SweepProgress progress;

    /** A state record that the transaction in flight writes; what it stands for is counted when it was read back. */
    private record Intent(String key, long mark, Optional<Change> change, Optional<DeadLetter> deadLetter) {}

    /** @param size is told how each transaction went */
    Publication(PublishedLog log, TicketRecords records, StreamMeters meters, TransactionSize size) {
        this.log = log;
        this.published = log.versions();
        this.records = records;
        this.meters = meters;
        this.size = size;
    }

    /** Reads the log to its end and forgets what was in flight. Comes before every sweep, and after every failure. */
    public void learn() {
        log.learn();
        settle();
    }

    /** The same in the midst of a sweep, if something was in flight: marks come back in the order in which they were sent. */
    public void learnWhatWasCommitted() {
        if (!inFlight.isEmpty()) {
            log.learnUntil(lastInFlight, inFlight.getLong(lastInFlight));
            settle();
        }
    }

    /** Confirms that all was committed: what was sent last must have come back. */
    public void confirm() {
        log.learn();
        if (!inFlight.isEmpty()) {
            log.requireMark(lastInFlight, inFlight.getLong(lastInFlight));
        }
        settle();
    }

    private void settle() {
        boolean committed = true;
        for (Intent intent : intents) {
            committed = published.lastSeen(intent.key()) >= intent.mark();
            if (committed) {
                intent.change().ifPresent(meters::published);
                intent.deadLetter().ifPresent(meters::deadLettered);
                progress.confirm(intent.change().isPresent());
            }
        }
        if (!intents.isEmpty()) {
            if (committed) {
                size.committed();
            } else {
                size.failed();
            }
        }
        meters.tracked(published.tracked());
        intents.clear();
        messages.clear();
        inFlight.clear();
        unchanged = 0;
    }

    /**
     * What is left of a batch without the tickets that have not changed since they were published. Most have not: so they
     * are dropped before there is a message for each.
     *
     * @param sweepTrace for whoever reads the batch's records; null without tracing
     */
    public Batch dropUnchanged(Batch batch, @Header("traceparent") String sweepTrace) {
        trace = sweepTrace;
        meters.fetched(batch.entries().size());
        List<ListEntry> left = new ArrayList<>();
        for (ListEntry entry : batch.entries()) {
            if (entry.isTicket() && entry.updateTime() <= published.lastSeen(entry.ticketNo())) {
                drop(entry);
            } else {
                left.add(entry);
            }
        }
        return new Batch(left, batch.sweep(), batch.closing());
    }

    boolean isNoTicket(ListEntry entry) {
        return !entry.isTicket();
    }

    /**
     * Whether this is a version of a ticket that comes after those in flight; after those that were published it does come,
     * or {@link #dropUnchanged} would have dropped it.
     */
    boolean isNewer(ListEntry entry) {
        return entry.isTicket() && entry.updateTime() > inFlight.getLong(entry.ticketNo());
    }

    /** A new version: its record and its mark, or, in a first run that skips, the mark alone. */
    void publish(ListEntry ticket) {
        String number = ticket.ticketNo();
        String defect = records.defect(ticket);
        if (!defect.isEmpty()) {
            bury(ticket, defect);
            return;
        }
        boolean inTransaction = inFlight.containsKey(number);
        boolean known = published.isPublished(number) || inTransaction;
        ChangeType type = known ? ChangeType.UPDATED : ChangeType.DISCOVERED;
        LOG.atDebug().addKeyValue("page", ticket.page()).log("{}: {}", type.label(), Printable.of(ticket.versionId()));
        boolean backfill = !published.isFirstSweepDone();
        // What was skipped and has changed since is a change like any other.
        if (backfill && records.skipsFirstRun() && !inTransaction && published.lastSeen(number) == 0) {
            messages.add(records.skippedMark(ticket));
            unchanged++;
        } else {
            Message message = records.ticket(ticket, type, backfill);
            if (trace != null) {
                message.setHeader("traceparent", TicketRecords.utf8(trace));
            }
            messages.add(message);
            messages.add(records.mark(ticket));
            intents.add(new Intent(
                    number, ticket.updateTime(), Optional.of(TicketRecords.change(ticket, type)), Optional.empty()));
        }
        putInFlight(number, ticket.updateTime());
    }

    private void putInFlight(String key, long mark) {
        inFlight.put(key, mark);
        lastInFlight = key;
    }

    /** An entry that is no ticket: to the dead-letter topic, if it was not told before. */
    void deadLetter(ListEntry entry) {
        bury(entry, entry.defect());
    }

    private void bury(ListEntry entry, String reason) {
        String key = records.deadLetterKey(entry);
        if (published.lastSeen(key) > 0 || inFlight.containsKey(key)) {
            unchanged++;
            return;
        }
        LOG.atDebug().addKeyValue("page", entry.page()).log("dead letter {}: {}", key, reason);
        messages.add(records.deadLetter(entry, reason, key));
        messages.add(records.deadLetterMark(key));
        intents.add(new Intent(key, 1, Optional.empty(), Optional.of(new DeadLetter(key, reason, entry.page(), 0))));
        putInFlight(key, 1);
    }

    void drop(ListEntry ticket) {
        unchanged++;
        meters.stateSeen(ticket.ticketNo(), ticket.state());
    }

    /** The records of the transaction that the batch has filled, or of the one that closes a complete sweep. */
    public List<Message> records(Batch batch) {
        progress = batch.sweep().progress();
        progress.unchanged(unchanged);
        meters.unchanged(unchanged);
        unchanged = 0;
        if (batch.closing()) {
            messages.add(records.sweep(batch.sweep(), log.stateTopic()));
        }
        if (!messages.isEmpty() && published.owner().isEmpty()) {
            messages.add(0, records.ownerMark());
        }
        size.sent(messages.stream()
                .mapToLong(message -> ((byte[]) message.getBody()).length)
                .sum());
        return List.copyOf(messages);
    }
}
