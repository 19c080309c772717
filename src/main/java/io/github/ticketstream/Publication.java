package io.github.ticketstream;

import io.github.ticketstream.SilentChanges.Version;
import io.github.ticketstream.ops.RecentChanges.Change;
import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.SweepCount;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Printable;
import io.github.ticketstream.published.Absence;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.records.ChangeType;
import io.github.ticketstream.records.TicketEvents;
import io.github.ticketstream.records.TicketRecords;
import io.github.ticketstream.sweep.Batch;
import io.github.ticketstream.sweep.FullSweep;
import io.github.ticketstream.sweep.Sweep;
import io.github.ticketstream.tuya.ListEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
    private final SilentChanges silent;
    private final StreamMeters meters;
    private final Departures departures;
    private final DeadLetters deadLetters;
    private final Transaction transaction;
    private String trace;
    private int unchanged;
    private Sweep sweep;
    private SweepProgress progress;

    /** @param size how much a transaction may hold */
    Publication(PublishedState published, TicketRecords records, StreamMeters meters, TransactionSize size) {
        this.published = published;
        this.versions = published.versions();
        this.records = records;
        this.silent = new SilentChanges(records.settings(), versions, meters);
        this.meters = meters;
        this.deadLetters = new DeadLetters(versions, records, meters);
        this.departures = new Departures(versions, records, meters);
        this.transaction = new Transaction(size, versions.notes()::transaction);
    }

    /** Reads the state topic to its end and forgets what was in flight: before every sweep, and after every failure. */
    public void catchUp() {
        published.catchUp();
        settle();
    }

    /**
     * The same in the midst of a sweep, if something was in flight: marks come back in the order in which they were sent. Before
     * it is told that tickets are gone, all that anybody has written is read.
     */
    public void confirmLastBatch(Batch next) {
        if (!next.departures().isEmpty()) {
            confirm();
        } else if (transaction.isSent()) {
            published.catchUpTo(transaction.name());
            settle();
        }
    }

    /** Confirms that all was committed. */
    public void confirm() {
        published.catchUp();
        if (transaction.isSent()) {
            published.requireTransaction(transaction.name());
        }
        settle();
    }

    private void settle() {
        transaction.settle(versions.notes().lastTransaction());
        meters.tracked(versions.tracked());
        unchanged = 0;
    }

    /**
     * The batch without the tickets that have not changed: most have not, so they are dropped before each has a message.
     *
     * @param sweepTrace goes with the batch's records; null without tracing
     */
    public Batch dropUnchanged(Batch batch, @Header("traceparent") String sweepTrace) {
        trace = sweepTrace;
        sweep = batch.sweep();
        progress = sweep.progress();
        meters.fetched(batch.entries().size());
        List<ListEntry> left = new ArrayList<>();
        for (ListEntry entry : batch.entries()) {
            if (entry.isTicket() && versions.isHeldBack(entry.ticketNo())) {
                continue;
            }
            if (entry.isTicket() && silent.isNothingNew(entry, batch.sweep())) {
                drop(entry);
            } else {
                left.add(entry);
            }
        }
        return batch.with(left);
    }

    /** Adds what follows from an entry; nothing from a ticket that came before in the transaction, as new or newer. */
    void add(ListEntry entry) {
        Mark known = transaction.mark(entry.ticketNo()).orElseGet(() -> versions.mark(entry.ticketNo()));
        if (!entry.isTicket()) {
            bury(entry, entry.defect(), known);
            return;
        }
        // Before its content is read: what is far too large, and nested, would take long to read, in each sweep.
        String defect = entry.updateTime() < known.updateTime() ? "" : records.defect(entry);
        if (!defect.isEmpty()) {
            bury(entry, defect, known);
            return;
        }
        Version version = silent.read(entry);
        if (entry.updateTime() > known.updateTime() || version.isSilentChangeOf(known)) {
            publish(version, known);
        } else {
            Mark noted = version.noted(known).with(absenceAfter(known));
            if (!noted.equals(known)) {
                mark(version, noted, known, () -> {});
            }
            drop(entry);
        }
    }

    /** What names a ticket that was missing says that it is in the list, ticket or not. */
    private void bury(ListEntry entry, String defect, Mark known) {
        unchanged += deadLetters.add(entry, defect, transaction, progress);
        Mark noted = known.with(absenceAfter(known));
        if (!noted.equals(known)) {
            String number = entry.ticketNo();
            transaction.add(records.state().mark(number, noted, known), number, noted, () -> {});
        }
    }

    private Absence absenceAfter(Mark known) {
        return sweep.ends(known.absence()) ? Absence.NONE : known.absence();
    }

    /** A version, or a silent change of one: its record and its mark, or, in a first run that skips, the mark alone. */
    private void publish(Version version, Mark known) {
        ListEntry ticket = version.ticket();
        boolean backfill = !versions.isFirstSweepDone();
        // What was skipped and has changed since is a change like any other.
        if (backfill && records.skipsFirstRun() && known.equals(Mark.NONE)) {
            mark(version, version.mark().asSkipped(), known, () -> {});
            unchanged++;
            return;
        }
        ChangeType type = known.isPublished() ? ChangeType.UPDATED : ChangeType.DISCOVERED;
        LOG.atDebug().addKeyValue("page", ticket.page()).log("{}: {}", type.label(), Printable.of(ticket.versionId()));
        Message event = TicketEvents.traced(records.ticket(ticket, type), trace);
        if (backfill) {
            TicketEvents.backfill(event);
        }
        boolean isSilent = version.isSilentChangeOf(known);
        if (isSilent) {
            TicketEvents.silent(event, ticket, version.hash());
        }
        transaction.add(event);
        mark(version, version.mark(), known, () -> {
            meters.published(
                    TicketRecords.change(ticket, type, isSilent ? Change.UNKNOWN : ticket.updateTime()), progress);
            if (isSilent) {
                silent.count(version, progress);
            }
        });
    }

    private void mark(Version version, Mark mark, Mark known, Runnable committed) {
        String number = version.ticket().ticketNo();
        transaction.add(records.state().mark(number, mark, known), number, mark, () -> {
            committed.run();
            silent.learn(version);
        });
    }

    private void drop(ListEntry ticket) {
        unchanged++;
        meters.stateSeen(ticket.ticketNo(), ticket.state());
    }

    /** The records of the transaction that the batch has filled, or of the one that closes a sweep; none if there is nothing to say. */
    public List<Message> records(Batch batch) {
        batch.departures().forEach(departure -> departures.add(departure, transaction, progress));
        meters.count(SweepCount.UNCHANGED, unchanged, progress);
        unchanged = 0;
        if (transaction.isEmpty() && !batch.mustBeCommitted()) {
            return List.of();
        }
        if (versions.notes().owner().isEmpty()) {
            transaction.add(records.state().ownerMark());
        }
        boolean knowsFilters = batch.closesFullSweep() || versions.isNew();
        if (knowsFilters && !records.areFilters(versions.notes().filters())) {
            transaction.add(records.state().filtersMark());
        }
        records.state().firstSweepMark(versions, batch).ifPresent(transaction::add);
        if (batch.closesFullSweep()) {
            transaction.add(records.sweep((FullSweep) batch.sweep(), published.found()));
            if (progress.budget().limit().isEmpty()) {
                // It has the count itself. Whoever reads the state topic to its end would never get there otherwise.
                return transaction.send();
            }
        }
        return transaction.send(records.state().callsMark(batch.countOfCalls(), transaction.name()));
    }

    /**
     * Commits the count of the calls, if they are limited, after a poll that failed; the others commit it with their last batch.
     *
     * @param publisher sends the records as one transaction
     */
    void commitCalls(Consumer<List<Message>> publisher) {
        if (progress != null
                && progress.budget().limit().isPresent()
                && !progress.budget().isRecorded()) {
            catchUp();
            publisher.accept(
                    transaction.send(records.state().callsMark(progress.budget().snapshot(0), transaction.name())));
        }
    }
}
