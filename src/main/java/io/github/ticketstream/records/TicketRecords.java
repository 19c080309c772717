package io.github.ticketstream.records;

import io.github.ticketstream.content.PrivateFields;
import io.github.ticketstream.ops.RecentChanges.Change;
import io.github.ticketstream.ops.SweepCount;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.process.Printable;
import io.github.ticketstream.published.KnownTopics;
import io.github.ticketstream.published.PublishedState.RecordLimits;
import io.github.ticketstream.published.RecordMessage;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.published.SweepRecord;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TicketSettings.Disappeared;
import io.github.ticketstream.sweep.FullSweep;
import io.github.ticketstream.tuya.ListEntry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * Builds the records of all four topics, as messages of one batch for the Kafka producer.
 */
public final class TicketRecords {
    /** What a record takes beside its key, value and headers, rounded up generously. */
    private static final int OVERHEAD = 512;

    static final byte[] JSON = utf8("application/json");

    private final CamelContext camel;
    private final TicketSettings settings;
    private final TicketSettings.Topics topics;
    private final PrivateFields privateFields;
    private final Supplier<RecordLimits> limits;
    private final Clock clock;
    private final TicketEvents events;
    private final StateRecords state;
    private Function<Moment, Optional<Instant>> tuyaClock = moment -> Optional.empty();

    /** @param region the data centre's name, or the API's host */
    public TicketRecords(
            CamelContext camel, TicketSettings settings, String region, Supplier<RecordLimits> limits, Clock clock) {
        this.camel = camel;
        this.settings = settings;
        this.topics = settings.topics();
        this.privateFields = new PrivateFields(settings.content());
        this.limits = limits;
        this.clock = clock;
        this.events = new TicketEvents(camel, settings, region);
        this.state = new StateRecords(camel, settings, clock);
    }

    /** @param clock Tuya's, asked for what it showed at a moment; empty if that is not known */
    public void timedBy(Function<Moment, Optional<Instant>> clock) {
        tuyaClock = clock;
    }

    /** Whether a ticket that this stream has never seen is only marked as seen, as long as no sweep was complete. */
    public boolean skipsFirstRun() {
        return settings.skipFirstRun();
    }

    /** Whether a ticket that has disappeared gets a last record. */
    public boolean tellsDisappeared() {
        return settings.disappeared() != Disappeared.COUNT;
    }

    /** Whether these are the filters in force, by their fingerprint. */
    public boolean areFilters(String fingerprint) {
        return settings.filter().fingerprint().equals(fingerprint);
    }

    public TicketSettings settings() {
        return settings;
    }

    /** Why a ticket can't be published; empty if it can. */
    public String defect(ListEntry ticket) {
        if (StateKeys.isReserved(ticket.ticketNo())) {
            return "ticket_no is a key that the state topic has for something else";
        }
        int number = utf8(ticket.ticketNo()).length;
        int beside = 4 * number + events.sourceBytes() + OVERHEAD;
        RecordLimits most = limits.get();
        // Removing fields costs a parse: only tickets near the limit are parsed.
        if ((privateFields.mostBytes(ticket.json()) + beside > most.ticket()
                        && privateFields.remove(ticket.json()).length + beside > most.ticket())
                || number + OVERHEAD > most.mark()) {
            return "too large for Kafka: raise max.message.bytes of the topic and camel.component.kafka.max-request-size";
        }
        return "";
    }

    /** The ticket itself, of which {@link #defect} finds none. */
    public Message ticket(ListEntry ticket, ChangeType type) {
        return events.version(ticket, type, privateFields.remove(ticket.json()));
    }

    /**
     * What anyone may see of a version, before it is published.
     *
     * @param changedAt epoch milliseconds, or {@link Change#UNKNOWN}
     */
    public static Change change(ListEntry ticket, ChangeType type, long changedAt) {
        return new Change(
                Printable.of(ticket.ticketNo()),
                "",
                Printable.of(ticket.state()),
                Printable.of(ticket.product()),
                type.label(),
                changedAt,
                0);
    }

    /** The key under which the state topic remembers that this entry was published; equal entries have the same one. */
    public String deadLetterKey(ListEntry entry) {
        return StateKeys.deadLetter(privateFields.sha256(entry.json()));
    }

    public Message deadLetter(ListEntry entry, String reason, String stateKey) {
        byte[] value = privateFields.removeAnywhere(entry.json());
        int most = Math.max(0, limits.get().ticket() - OVERHEAD);
        String fullReason = value.length <= most
                ? reason
                : reason + "; cut to the first " + most + " of " + value.length + " bytes";
        String key = stateKey.substring(stateKey.indexOf('/') + 1);
        Message message = message(topics.deadLetter(), key, value.length <= most ? value : Arrays.copyOf(value, most));
        message.setHeader("reason", utf8(fullReason));
        message.setHeader("page_no", utf8(Integer.toString(entry.page())));
        message.setHeader("received_at", utf8(Long.toString(clock.millis())));
        return message;
    }

    /**
     * What a complete sweep did. All its tickets were committed, and read back.
     *
     * @param found the topics as they are now
     */
    public Message sweep(FullSweep sweep, KnownTopics found) {
        SweepProgress progress = sweep.progress();
        SweepRecord.Counts counts = new SweepRecord.Counts(
                progress.startedAt().at().toEpochMilli(),
                clock.millis(),
                progress.total() < 0 ? sweep.coverage().seen() : progress.total(),
                progress.get(SweepCount.CHANGED),
                progress.get(SweepCount.UNCHANGED),
                progress.get(SweepCount.DEAD_LETTERED),
                progress.calls());
        Message message = message(topics.sweeps(), settings.transactionalId(), counts.toJson());
        message.setHeader(KafkaConstants.PARTITION_KEY, 0);
        message.setHeader("content-type", JSON);
        message.setHeader(
                SweepRecord.CALLS_THIS_MONTH,
                utf8(Long.toString(progress.budget().used())));
        tuyaClock
                .apply(progress.startedAt())
                .ifPresent(began -> message.setHeader(SweepRecord.BEGAN, utf8(Long.toString(began.toEpochMilli()))));
        found.headers().forEach((name, value) -> message.setHeader(name, utf8(value)));
        return message;
    }

    private Message message(String topic, String key, byte[] value) {
        return RecordMessage.of(camel, topic, key, value);
    }

    /** The other records of the ticket topic. */
    public TicketEvents events() {
        return events;
    }

    /** The records of the state topic. */
    public StateRecords state() {
        return state;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
