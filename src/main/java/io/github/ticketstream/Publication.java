package io.github.ticketstream;

import io.github.ticketstream.Decision.Kind;
import io.github.ticketstream.SilentChanges.Version;
import io.github.ticketstream.ops.RecentChanges.Change;
import io.github.ticketstream.ops.RecentChanges.DeadLetter;
import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.SweepCount;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Printable;
import io.github.ticketstream.published.KnownTicket;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.records.TicketRecords;
import io.github.ticketstream.records.TicketRecords.ChangeType;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TicketSettings.Disappeared;
import io.github.ticketstream.sweep.Batch;
import io.github.ticketstream.sweep.DisappearanceDetector.Departure;
import io.github.ticketstream.tuya.ListEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what follows from each entry of the list, and confirms that it was published.
 *
 * <pre>
 *   entry ──► what is known of its ticket ──► Decision ──► record and mark ──► Transaction
 *                  ▲                                                               │ sent by the route
 *                  └──────────── PublishedState, the state topic ◄──────────────────┘
 * </pre>
 *
 * <p>Exactly once rests on this. A record and its mark are in one transaction. There is one transaction at a time: the next
 * batch is decided on when the last one, which is known by its name, was read back. What is in flight counts as published
 * only within its own transaction; {@link #catchUp} forgets it, so that after a commit of unknown outcome nothing is assumed.
 * A mark that was decided on while there was another one says so, for if that was taken away meanwhile, the ticket is to be
 * published again. What is counted, and what is learnt of contents, follows when the transaction was read back.
 *
 * <p>For one thread at a time, that of the sweeps.
 */
final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final PublishedState published;
    private final PublishedVersions versions;
    private final KnownTickets tickets;
    private final TicketRecords records;
    private final TicketSettings settings;
    private final SilentChanges silent;
    private final StreamMeters meters;
    private final Transaction transaction;
    private String trace;
    private int unchanged;
    private SweepProgress progress;
    /** In hand, and how its entries are decided on. */
    private Batch batch;

    private Decision.Rules rules;

    /** @param size how much a transaction may hold */
    Publication(PublishedState published, TicketRecords records, StreamMeters meters, TransactionSize size) {
        this.published = published;
        this.versions = published.versions();
        this.records = records;
        this.tickets = versions.tickets();
        this.settings = records.settings();
        this.silent = new SilentChanges(settings, tickets, meters);
        this.meters = meters;
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
     * What is left of a batch without the tickets that have not changed: most have not, so they are dropped before each has a
     * message.
     *
     * @param sweepTrace goes with the batch's records; null without tracing
     */
    public List<Version> dropUnchanged(Batch next, @Header("traceparent") String sweepTrace) {
        batch = next;
        trace = sweepTrace;
        progress = batch.sweep().progress();
        meters.fetched(batch.entries().size());
        rules = new Decision.Rules(records, batch.sweep(), settings.skipFirstRun() && !versions.isFirstSweepDone());
        List<Version> left = new ArrayList<>();
        for (ListEntry entry : batch.entries()) {
            KnownTicket known = tickets.get(entry.ticketNo());
            if (entry.isTicket() && known.isHeldBack()) {
                continue;
            }
            Version version = silent.of(entry);
            if (!drops(version, known)) {
                left.add(version);
            }
        }
        return left;
    }

    private boolean drops(Version version, KnownTicket known) {
        Decision decision = rules.decide(version, known);
        if (decision.kind() != Kind.DROP) {
            return false;
        }
        add(version, decision, known.mark());
        return true;
    }

    /** Adds what follows from a version. What came before in the transaction, of the same ticket, counts as its mark. */
    void add(Version version) {
        String number = version.ticket().ticketNo();
        KnownTicket known = transaction.mark(number).map(KnownTicket::of).orElseGet(() -> tickets.get(number));
        add(version, rules.decide(version, known), known.mark());
    }

    private void add(Version version, Decision decision, Mark known) {
        ListEntry entry = version.ticket();
        if (decision.silent() && decision.kind() != Kind.PUBLISH) {
            silent.count(version, progress);
            version.learn();
        }
        switch (decision.kind()) {
            case DROP -> {
                drop(entry, known);
                version.learn();
            }
            case NOTE -> {
                drop(entry, known);
                mark(entry, decision.mark(), known, version::learn);
            }
            case PUBLISH -> publish(version, decision, known);
            case DEAD_LETTER -> {
                bury(entry, decision.defect());
                // What names a ticket that was missing says that it is in the list, ticket or not.
                if (!decision.mark().equals(known)) {
                    mark(entry, decision.mark(), known, () -> {});
                }
            }
        }
    }

    private void drop(ListEntry ticket, Mark known) {
        unchanged++;
        meters.stateSeen(ticket.ticketNo(), ticket.state());
        if (ticket.updateTime() < known.updateTime()) {
            silent.countOlder(ticket, known.updateTime(), progress);
        }
    }

    private void mark(ListEntry entry, Mark mark, Mark known, Runnable committed) {
        String number = entry.ticketNo();
        transaction.add(records.mark(number, mark, known), number, mark, committed);
    }

    /** A version, or a silent change of one: its record and its mark. */
    private void publish(Version version, Decision decision, Mark known) {
        ListEntry ticket = version.ticket();
        ChangeType type = known.isPublished() ? ChangeType.UPDATED : ChangeType.DISCOVERED;
        LOG.atDebug().addKeyValue("page", ticket.page()).log("{}: {}", type.label(), Printable.of(ticket.versionId()));
        Message event = TicketRecords.traced(records.ticket(ticket, type), trace);
        if (!versions.isFirstSweepDone()) {
            TicketRecords.backfill(event);
        }
        if (decision.silent()) {
            TicketRecords.silent(event, ticket, version.content().hash());
        }
        transaction.add(event);
        mark(ticket, decision.mark(), known, () -> {
            long changedAt = decision.silent() ? Change.UNKNOWN : ticket.updateTime();
            meters.published(TicketRecords.change(ticket, type, changedAt), progress);
            if (decision.silent()) {
                silent.count(version, progress);
            }
            version.learn();
        });
    }

    /** Each distinct entry once, not in each sweep. */
    private void bury(ListEntry entry, String reason) {
        String key = records.deadLetterKey(entry);
        progress.unusable(reason + ", on topic " + settings.topics().deadLetter());
        if (versions.wasTold(key) || transaction.mark(key).isPresent()) {
            unchanged++;
            return;
        }
        LOG.atDebug().addKeyValue("page", entry.page()).log("dead letter {}: {}", key, reason);
        transaction.add(records.deadLetter(entry, reason, key));
        DeadLetter told = new DeadLetter(key, reason, entry.page(), 0);
        transaction.add(records.deadLetterMark(key), key, Mark.of(1), () -> meters.deadLettered(told, progress));
    }

    /**
     * Of a ticket that a complete sweep did not hold: a note in its mark; or, if it has disappeared and that is to be told, its
     * last record, and no mark. What was only skipped is not on the topic, and has no last record. Nothing, if its mark is
     * another one by now.
     */
    private void add(Departure departure) {
        String number = departure.ticketNo();
        Mark before = departure.mark();
        if (!tickets.mark(number).equals(before)) {
            LOG.debug("mark written by somebody else: {}", Printable.of(number));
            return;
        }
        boolean told = departure.isGone() && settings.disappeared() != Disappeared.COUNT;
        if (told && before.isPublished()) {
            long foundAt = progress.startedAt().wall().toEpochMilli();
            transaction.add(records.disappeared(number, before, departure.lastSeen(), foundAt));
        }
        Mark mark = told ? Mark.NONE : before.with(departure.absence());
        transaction.add(records.mark(number, mark, before), number, mark, () -> {
            if (departure.isGone()) {
                LOG.debug("disappeared: {}", Printable.of(number));
                meters.count(SweepCount.DISAPPEARED, 1, progress);
            }
        });
    }

    /**
     * The records of the transaction that the batch has filled, with what a complete sweep did not hold, or of the one that
     * closes a sweep; none if there is nothing to say.
     */
    public List<Message> records() {
        batch.departures().forEach(this::add);
        meters.count(SweepCount.UNCHANGED, unchanged, progress);
        unchanged = 0;
        return transaction.isEmpty() && !batch.mustBeCommitted() ? List.of() : closed();
    }

    /** The transaction with what the stream itself has to remember. */
    private List<Message> closed() {
        records.streamMarks(versions, batch).forEach(transaction::add);
        if (batch.closesFullSweep()) {
            transaction.add(records.sweep(batch.sweep(), published.found()));
            if (progress.budget().limit().isEmpty()) {
                // It has the count itself. Whoever reads the state topic to its end would never get there otherwise.
                return transaction.send();
            }
        }
        return transaction.send(records.callsMark(batch.countOfCalls(), transaction.name()));
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
                    transaction.send(records.callsMark(progress.budget().snapshot(0), transaction.name())));
        }
    }
}
