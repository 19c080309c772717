package io.github.ticketstream;

import io.github.ticketstream.ops.DeadLetter;
import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Printable;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.sweep.Batch;
import io.github.ticketstream.sweep.FullSweep;
import io.github.ticketstream.tuya.ListEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for each entry whether it is published, and collects the records of the transaction in flight.
 *
 * <p>What is in flight counts as published only within its own transaction. {@link #catchUp} forgets it: from then on, only
 * what came back from Kafka counts, so that after a commit of unknown outcome nothing is assumed.
 */
final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final PublishedState published;
    private final PublishedVersions versions;
    private final TicketRecords records;
    private final StreamMeters meters;
    private final TransactionSize size;
    private final Map<String, Long> inFlight = new HashMap<>();
    private final List<Intent> intents = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private String lastInFlight = "";
    private String trace;
    private int unchanged;
    private SweepProgress progress;

    Publication(PublishedState published, TicketRecords records, StreamMeters meters, TransactionSize size) {
        this.published = published;
        this.versions = published.versions();
        this.records = records;
        this.meters = meters;
        this.size = size;
    }

    /** Reads the state topic to its end and forgets what was in flight: before every sweep, and after every failure. */
    public void catchUp() {
        published.catchUp();
        settle();
    }

    /** The same in the midst of a sweep, if something was in flight: marks come back in the order in which they were sent. */
    public void confirmLastBatch() {
        if (!inFlight.isEmpty()) {
            published.catchUpTo(lastInFlight, inFlight.get(lastInFlight));
            settle();
        }
    }

    /** Confirms that all was committed: what was sent last must have come back. */
    public void confirm() {
        published.catchUp();
        if (!inFlight.isEmpty()) {
            published.requireMark(lastInFlight, inFlight.get(lastInFlight));
        }
        settle();
    }

    private void settle() {
        boolean committed = true;
        for (Intent intent : intents) {
            committed = versions.lastSeen(intent.key()) >= intent.mark();
            if (committed) {
                intent.change().ifPresent(meters::published);
                intent.deadLetter().ifPresent(meters::deadLettered);
                progress.confirm(intent.change().isPresent());
            }
        }
        if (!committed) {
            size.failed();
        } else if (!intents.isEmpty()) {
            size.committed();
        }
        meters.tracked(versions.tracked());
        intents.clear();
        messages.clear();
        inFlight.clear();
        unchanged = 0;
    }

    /**
     * The batch without the tickets that have not changed: most have not, so they are dropped before each has a message.
     *
     * @param sweepTrace goes with the batch's records; null without tracing
     */
    public Batch dropUnchanged(Batch batch, @Header("traceparent") String sweepTrace) {
        trace = sweepTrace;
        meters.fetched(batch.entries().size());
        List<ListEntry> left = new ArrayList<>();
        for (ListEntry entry : batch.entries()) {
            if (entry.isTicket() && entry.updateTime() <= versions.lastSeen(entry.ticketNo())) {
                drop(entry);
            } else {
                left.add(entry);
            }
        }
        return new Batch(left, batch.sweep(), batch.closing());
    }

    /**
     * Adds to the transaction what follows from an entry: a new version, or a dead letter; nothing from a ticket that came
     * before in the same transaction, as new or newer.
     */
    void add(ListEntry entry) {
        if (!entry.isTicket()) {
            bury(entry, entry.defect());
        } else if (entry.updateTime() > inFlight.getOrDefault(entry.ticketNo(), 0L)) {
            publish(entry);
        } else {
            drop(entry);
        }
    }

    /** A new version: its record and its mark, or, in a first run that skips, the mark alone. */
    private void publish(ListEntry ticket) {
        String number = ticket.ticketNo();
        String defect = records.defect(ticket);
        if (!defect.isEmpty()) {
            bury(ticket, defect);
            return;
        }
        boolean inTransaction = inFlight.containsKey(number);
        ChangeType type = versions.isPublished(number) || inTransaction ? ChangeType.UPDATED : ChangeType.DISCOVERED;
        LOG.atDebug().addKeyValue("page", ticket.page()).log("{}: {}", type.label(), Printable.of(ticket.versionId()));
        boolean backfill = !versions.isFirstSweepDone();
        // What was skipped and has changed since is a change like any other.
        if (backfill && records.skipsFirstRun() && !inTransaction && versions.lastSeen(number) == 0) {
            messages.add(records.state().skippedMark(ticket));
            unchanged++;
        } else {
            messages.add(TicketRecords.traced(records.ticket(ticket, type, backfill), trace));
            messages.add(records.state().mark(ticket));
            intents.add(new Intent(
                    number, ticket.updateTime(), Optional.of(TicketRecords.change(ticket, type)), Optional.empty()));
        }
        putInFlight(number, ticket.updateTime());
    }

    private void putInFlight(String key, long mark) {
        inFlight.put(key, mark);
        lastInFlight = key;
    }

    /** To the dead-letter topic, unless it is there already. */
    private void bury(ListEntry entry, String reason) {
        String key = records.deadLetterKey(entry);
        if (versions.lastSeen(key) > 0 || inFlight.containsKey(key)) {
            unchanged++;
            return;
        }
        LOG.atDebug().addKeyValue("page", entry.page()).log("dead letter {}: {}", key, reason);
        messages.add(records.deadLetter(entry, reason, key));
        messages.add(records.state().deadLetterMark(key));
        intents.add(new Intent(key, 1, Optional.empty(), Optional.of(new DeadLetter(key, reason, entry.page(), 0))));
        putInFlight(key, 1);
    }

    private void drop(ListEntry ticket) {
        unchanged++;
        meters.stateSeen(ticket.ticketNo(), ticket.state());
    }

    /** The records of the transaction that the batch has filled, or of the one that closes a complete sweep. */
    public List<Message> records(Batch batch) {
        progress = batch.sweep().progress();
        progress.unchanged(unchanged);
        meters.unchanged(unchanged);
        unchanged = 0;
        if (batch.closing() && batch.sweep() instanceof FullSweep sweep) {
            // Carries the count of the calls itself.
            messages.add(records.sweep(sweep, published.stateTopic()));
        } else if (batch.closing() || !messages.isEmpty()) {
            messages.add(records.state().callsMark(progress.callsThisMonth()));
        }
        if (!messages.isEmpty() && versions.owner().isEmpty()) {
            messages.add(0, records.state().ownerMark());
        }
        size.sent(messages.stream()
                .mapToLong(message -> ((byte[]) message.getBody()).length)
                .sum());
        return List.copyOf(messages);
    }
}
