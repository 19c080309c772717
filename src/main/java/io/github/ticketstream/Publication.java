package io.github.ticketstream;

import io.github.ticketstream.Decision.Kind;
import io.github.ticketstream.SilentChanges.Version;
import io.github.ticketstream.ops.RecentChanges.Change;
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
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.ListEntry.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out each decision about an entry of the list, and confirms it.
 *
 * <pre>
 *   entry ──► what is known of its ticket ──► Decision ──► record and mark ──► Transaction
 *                  ▲                                                               │ sent by the route
 *                  └──────────── PublishedState, the state topic ◄──────────────────┘
 * </pre>
 *
 * <p>Exactly once rests on this. A record and its mark are in one transaction. There is one transaction at a time:
 * decisions about the next batch begin only when the last transaction, which has a name, was read back. Records in
 * flight count as published only within their own transaction; {@link #catchUp} forgets them, so that nothing is
 * assumed after a commit of unknown outcome. A mark that replaces another one says so: if somebody deletes the other
 * one meanwhile, the ticket must be published again. Counts and contents are updated only after the transaction was
 * read back.
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
    /** The current batch, with its sweep's trace and progress. */
    private Batch batch;

    private String trace;
    private SweepProgress progress;
    private int unchanged;
    private boolean warnedOfOlder;
    /**
     * The tickets that this sweep saw changed, and when the reply with the last change of each was on its way. Pages are
     * requested ahead, and a page that fails is requested again: the page behind it can be the older reply, which then
     * shows these tickets as they were before.
     */
    private final Map<String, Span> changed = new HashMap<>();

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
     * Does the same in the middle of a sweep, if a transaction is in flight: marks come back in the order in which they
     * were sent. Before it publishes that tickets are gone, it reads everything that anybody has written.
     */
    public void confirmLastBatch(Batch next) {
        if (!next.departures().isEmpty()) {
            confirm();
        } else if (transaction.isSent()) {
            published.catchUpTo(transaction.name());
            settle();
        }
    }

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
     * Decides what follows from each entry of a batch, and returns what is left of it without the tickets that have not
     * changed: most have not, so they are dropped before each has a message.
     *
     * @param sweepTrace goes with the batch's records; null without tracing
     */
    public List<Decision> dropUnchanged(Batch next, @Header("traceparent") String sweepTrace) {
        if (next.closing() || batch == null || batch.sweep() != next.sweep()) {
            changed.clear();
        }
        batch = next;
        trace = sweepTrace;
        progress = batch.sweep().progress();
        meters.fetched(batch.entries().size());
        boolean skipsNew = settings.skipFirstRun() && !versions.isFirstSweepDone();
        Decision.Rules rules = new Decision.Rules(records, batch.sweep(), skipsNew);
        List<Decision> left = new ArrayList<>();
        for (ListEntry entry : batch.entries()) {
            // An earlier record of the same ticket in this transaction counts as its mark.
            Mark inFlight = transaction.mark(entry.ticketNo());
            KnownTicket known = inFlight == null ? tickets.get(entry.ticketNo()) : KnownTicket.of(inFlight);
            if (entry.isTicket() && known.isHeldBack()) {
                continue;
            }
            Decision decision = rules.decide(silent.of(entry), known);
            if (isOvertaken(decision)) {
                dropOvertaken(decision);
                continue;
            }
            if (decision.isNewer() || decision.silent()) {
                changed.put(entry.ticketNo(), entry.span());
            }
            if (decision.isCountedAsSilent()) {
                silent.count(decision.version(), progress);
                decision.version().learn();
            }
            if (decision.kind() == Kind.DROP) {
                drop(decision);
                decision.version().learn();
            } else {
                left.add(decision);
                if (decision.changesMark()) {
                    transaction.expect(entry.ticketNo(), decision.mark());
                }
            }
        }
        return left;
    }

    private boolean isOvertaken(Decision decision) {
        ListEntry entry = decision.entry();
        Span ofChange = entry.isTicket() && !decision.isNewer() ? changed.get(entry.ticketNo()) : null;
        return ofChange != null && entry.span().mayBeOlderThan(ofChange);
    }

    void add(Decision decision) {
        switch (decision.kind()) {
            case DROP -> throw new IllegalArgumentException("was dropped already");
            case NOTE -> {
                drop(decision);
                addMark(decision, decision.version()::learn);
            }
            case PUBLISH -> publish(decision);
            case DEAD_LETTER -> {
                bury(decision.entry(), decision.defect());
                // An entry that names a missing ticket shows that the ticket is in the list, even if the entry is no
                // ticket.
                if (decision.changesMark()) {
                    addMark(decision, () -> {});
                }
            }
        }
    }

    private void drop(Decision decision) {
        ListEntry ticket = decision.entry();
        unchanged++;
        if (decision.isOlder()) {
            meters.count(SweepCount.OLDER, 1, progress);
            if (!warnedOfOlder) {
                warnedOfOlder = true;
                LOG.warn(
                        "the list holds versions that are older than the published ones: {}, where update_time {} is"
                                + " published; they are counted (tickets_older_total) and not published. If all tickets"
                                + " are, check whether the API's update_time is still in milliseconds",
                        Printable.of(ticket.versionId()),
                        decision.before().updateTime());
            }
        } else {
            tickets.putState(ticket.ticketNo(), ticket.state());
        }
    }

    /** Publishes nothing, and learns nothing from what may be older. */
    private void dropOvertaken(Decision decision) {
        unchanged++;
        if (decision.isOlder()) {
            meters.count(SweepCount.OLDER, 1, progress);
        }
    }

    private void addMark(Decision decision, Runnable committed) {
        transaction.add(records.mark(decision.entry().ticketNo(), decision.mark(), decision.before()), committed);
    }

    /** A version, or a silent change of one: its record and its mark. */
    private void publish(Decision decision) {
        Version version = decision.version();
        ListEntry ticket = decision.entry();
        ChangeType type = decision.before().isPublished() ? ChangeType.UPDATED : ChangeType.DISCOVERED;
        LOG.atDebug().addKeyValue("page", ticket.page()).log("{}: {}", type.label(), Printable.of(ticket.versionId()));
        Message event = TicketRecords.traced(records.ticket(ticket, type), trace);
        if (!versions.isFirstSweepDone()) {
            TicketRecords.backfill(event);
        }
        if (decision.silent()) {
            TicketRecords.silent(event, ticket, version.content().hash());
        }
        transaction.add(event);
        addMark(decision, () -> {
            String stateBefore = tickets.putState(ticket.ticketNo(), ticket.state());
            long changedAt = decision.silent() ? Change.UNKNOWN : ticket.updateTime();
            meters.published(Change.of(ticket, stateBefore, type.label(), changedAt), progress);
            if (decision.silent()) {
                silent.count(version, progress);
            }
            version.learn();
        });
    }

    /** Publishes each distinct entry once, not in each sweep. */
    private void bury(ListEntry entry, String reason) {
        String key = records.deadLetterKey(entry);
        progress.unusable(reason + ", on topic " + settings.topics().deadLetter());
        if (versions.wasDeadLettered(key) || transaction.mark(key) != null) {
            unchanged++;
            return;
        }
        LOG.atDebug().addKeyValue("page", entry.page()).log("dead letter {}: {}", key, reason);
        transaction.add(records.deadLetter(entry, reason, key));
        transaction.expect(key, Mark.of(1));
        transaction.add(records.deadLetterMark(key), () -> meters.deadLettered(key, reason, entry.page(), progress));
    }

    /**
     * Adds the records for a ticket that a complete sweep did not find: a note in its mark, or, if it has disappeared
     * and the setting asks for it, its last record and a tombstone for its mark. A skipped ticket is not on the topic,
     * so it has no last record. Adds nothing if the mark has changed meanwhile.
     */
    private void add(Departure departure) {
        String number = departure.ticketNo();
        Mark before = departure.mark();
        if (!tickets.mark(number).equals(before)) {
            LOG.debug("mark written by somebody else: {}", Printable.of(number));
            return;
        }
        boolean reported = departure.isGone() && settings.disappeared() != Disappeared.COUNT;
        if (reported && before.isPublished()) {
            long foundAt = progress.startedAt().wall().toEpochMilli();
            transaction.add(records.disappeared(number, before, departure.lastSeen(), foundAt));
        }
        transaction.add(records.mark(number, reported ? Mark.NONE : before.with(departure.absence()), before), () -> {
            if (departure.isGone()) {
                LOG.debug("disappeared: {}", Printable.of(number));
                meters.count(SweepCount.DISAPPEARED, 1, progress);
            }
        });
    }

    /**
     * The records of the batch's transaction, with those of tickets that a complete sweep did not find; or of the transaction
     * that closes a sweep; none if there is nothing to write.
     */
    public List<Message> records() {
        batch.departures().forEach(this::add);
        meters.count(SweepCount.UNCHANGED, unchanged, progress);
        unchanged = 0;
        return transaction.isEmpty() && !batch.mustBeCommitted() ? List.of() : closed();
    }

    private List<Message> closed() {
        records.streamMarks(versions, batch).forEach(transaction::add);
        if (batch.closesFullSweep()) {
            transaction.add(records.sweep(batch.sweep(), published.found()));
            if (progress.budget().limit().isEmpty()) {
                // It has the count itself. Otherwise a reader of the state topic would never reach its end.
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
        CallBudget budget = progress == null ? null : progress.budget();
        if (budget != null && budget.limit().isPresent() && !budget.isRecorded()) {
            catchUp();
            publisher.accept(transaction.send(records.callsMark(budget.snapshot(0), transaction.name())));
        }
    }
}
