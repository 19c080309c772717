package io.github.ticketstream.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ticketstream.content.PrivateFields;
import io.github.ticketstream.ops.SweepCount;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.PublishedState.RecordLimits;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.published.StreamNotes;
import io.github.ticketstream.published.SweepRecord;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TicketSettings.Disappeared;
import io.github.ticketstream.sweep.Batch;
import io.github.ticketstream.sweep.Sweep;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.ListEntry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/**
 * Builds the records of all four topics, as messages of one batch for the Kafka producer.
 *
 * <p>Headers of the ticket topic are CloudEvents 1.0 in binary mode. All headers are UTF-8 strings, as bytes: Camel
 * would write a string in the platform's charset.
 */
public final class TicketRecords {
    /** Bytes of a record beside its key, value and headers, rounded up generously. */
    private static final int OVERHEAD = 512;

    private static final int HASH_DIGITS = 8;

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static final byte[] JSON = utf8("application/json");
    private static final byte[] SPEC_VERSION = utf8("1.0");
    private static final byte[] SCHEMA = utf8("urn:ticketstream:ticket:v1");
    private static final byte[] TRUE = utf8("true");

    /** The kind of change that a record of the ticket topic reports. */
    public enum ChangeType {
        /** The first version that is published, or the first one after a disappearance. */
        DISCOVERED,
        UPDATED,
        DISAPPEARED;

        private final String label = name().toLowerCase(Locale.ROOT);

        @SuppressWarnings("ImmutableEnumChecker") // A constant array: nobody writes to it.
        private final byte[] eventType = utf8("io.github.ticketstream.ticket." + label + ".v1");

        public String label() {
            return label;
        }
    }

    private final CamelContext camel;
    private final TicketSettings settings;
    private final TicketSettings.Topics topics;
    private final PrivateFields privateFields;
    private final Supplier<RecordLimits> limits;
    private final Clock clock;
    private final byte[] source;
    private Function<Moment, Optional<Instant>> tuyaClock = moment -> Optional.empty();
    private Supplier<String> pageSize = () -> "";

    /** @param region the data centre's name, or the API's host */
    public TicketRecords(
            CamelContext camel, TicketSettings settings, String region, Supplier<RecordLimits> limits, Clock clock) {
        this.camel = camel;
        this.settings = settings;
        this.topics = settings.topics();
        this.privateFields = new PrivateFields(settings.content());
        this.limits = limits;
        this.clock = clock;
        this.source = utf8(settings.eventSource(region));
    }

    /**
     * Takes the sources of facts that only the replies of the API show.
     *
     * @param clock returns the time of Tuya's clock at a moment; empty if unknown
     * @param size returns the stream's note about the page size; empty if there is none
     */
    public void learnFrom(Function<Moment, Optional<Instant>> clock, Supplier<String> size) {
        tuyaClock = clock;
        pageSize = size;
    }

    public TicketSettings settings() {
        return settings;
    }

    /** Returns why a ticket can't be published; empty if it can. */
    public String defect(ListEntry ticket) {
        if (StateKeys.isReserved(ticket.ticketNo())) {
            return "ticket_no is a key that the state topic has for something else";
        }
        int number = utf8(ticket.ticketNo()).length;
        int beside = 4 * number + source.length + OVERHEAD;
        RecordLimits most = limits.get();
        if (privateFields.remove(ticket.json()).length + beside > most.ticket() || number + OVERHEAD > most.mark()) {
            return "too large for Kafka: raise max.message.bytes of the topic and camel.component.kafka.max-request-size";
        }
        return "";
    }

    public Message ticket(ListEntry ticket, ChangeType type) {
        return event(
                type, ticket.ticketNo(), ticket.versionId(), ticket.updateTime(), privateFields.remove(ticket.json()));
    }

    /**
     * Builds the last record of a ticket that has left the list, or its tombstone, so that compaction removes it.
     *
     * @param lastSeen when it was last known to be in the list, epoch milliseconds
     * @param foundAt when the sweep began that found it gone, epoch milliseconds
     */
    public Message disappeared(String ticketNo, Mark last, long lastSeen, long foundAt) {
        byte[] value = settings.disappeared() == Disappeared.ERASE
                ? null
                : utf8(JsonNodeFactory.instance
                        .objectNode()
                        .put("ticket_no", ticketNo)
                        .put("last_update_time", last.updateTime())
                        .put("last_seen_at", lastSeen)
                        .toString());
        return event(ChangeType.DISAPPEARED, ticketNo, ticketNo + "@gone." + foundAt, last.updateTime(), value);
    }

    private Message event(ChangeType type, String ticketNo, String id, long updateTime, byte[] value) {
        Message message = message(topics.tickets(), ticketNo, value);
        message.setHeader("ce_specversion", SPEC_VERSION);
        message.setHeader("ce_id", utf8(id));
        message.setHeader("ce_source", source);
        message.setHeader("ce_type", type.eventType);
        message.setHeader("ce_subject", utf8(ticketNo));
        message.setHeader("ce_time", utf8(MILLISECONDS.format(Instant.ofEpochMilli(updateTime))));
        message.setHeader("ce_dataschema", SCHEMA);
        message.setHeader("content-type", JSON);
        return message;
    }

    /** Marks a record whose version existed before the stream. */
    public static void backfill(Message event) {
        event.setHeader("ce_backfill", TRUE);
    }

    /** Marks a record whose content, with this hash, has changed although the update time has not. */
    public static void silent(Message event, ListEntry ticket, long hash) {
        String digits = HexFormat.of().toHexDigits(hash).substring(0, HASH_DIGITS);
        event.setHeader("ce_id", utf8(ticket.versionId() + "." + digits));
        event.setHeader("ce_silent", TRUE);
    }

    /** @param trace null for none */
    public static Message traced(Message event, String trace) {
        if (trace != null) {
            event.setHeader("traceparent", utf8(trace));
        }
        return event;
    }

    /** Returns the key under which the state topic remembers this entry; equal entries have the same key. */
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
     * Builds the record of a complete sweep whose tickets are all committed: its counts, and the topics now.
     *
     * @param topicsNow as headers
     */
    public Message sweep(Sweep sweep, Map<String, String> topicsNow) {
        SweepProgress progress = sweep.progress();
        SweepRecord.Counts counts = new SweepRecord.Counts(
                progress.startedAt().wall().toEpochMilli(),
                clock.millis(),
                progress.total() < 0 ? sweep.seen() : progress.total(),
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
        topicsNow.forEach((name, value) -> message.setHeader(name, utf8(value)));
        return message;
    }

    /**
     * @param mark {@link Mark#NONE} for a tombstone
     * @param before the mark that was known when this was decided; {@link Mark#NONE} if there was none
     */
    public Message mark(String ticketNo, Mark mark, Mark before) {
        Message message = state(ticketNo, mark.toBytes());
        if (!mark.equals(Mark.NONE) && !before.equals(Mark.NONE)) {
            message.setHeader(StateKeys.REPLACES, TRUE);
        }
        return message;
    }

    /** @param transaction names the transaction that this record is part of */
    public Message callsMark(CallBudget.Count count, String transaction) {
        String text = StreamNotes.calls(count.calls(), transaction, count.unnamed());
        return state(StateKeys.CALLS, StreamNotes.value(count.at(), text));
    }

    /**
     * Builds the stream's notes that its state topic does not hold yet: the owner, the filters of the complete sweeps,
     * whether a sweep was ever complete (the sweep topic shows that as well, but can be lost), and the page size.
     */
    public List<Message> streamMarks(PublishedVersions versions, Batch batch) {
        StreamNotes notes = versions.notes();
        List<Message> marks = new ArrayList<>();
        if (notes.text(StateKeys.OWNER).isEmpty()) {
            marks.add(state(StateKeys.OWNER, StreamNotes.value(1, settings.transactionalId())));
        }
        boolean knowsFilters =
                batch.closesFullSweep() || (notes.text(StateKeys.OWNER).isEmpty() && versions.tracked() == 0);
        String filters = settings.filter().fingerprint();
        if (knowsFilters && !filters.equals(notes.text(StateKeys.FILTERS))) {
            marks.add(state(StateKeys.FILTERS, StreamNotes.value(clock.millis(), filters)));
        }
        boolean done = batch.closesFullSweep() || versions.isFirstSweepDone();
        String firstSweep = done ? StreamNotes.DONE : StreamNotes.BEGUN;
        if (!firstSweep.equals(notes.text(StateKeys.FIRST_SWEEP))) {
            marks.add(state(StateKeys.FIRST_SWEEP, StreamNotes.value(clock.millis(), firstSweep)));
        }
        String size = pageSize.get();
        if (!size.isEmpty() && !size.equals(notes.text(StateKeys.PAGE_SIZE))) {
            marks.add(state(StateKeys.PAGE_SIZE, StreamNotes.value(clock.millis(), size)));
        }
        return marks;
    }

    public Message deadLetterMark(String stateKey) {
        return state(stateKey, Mark.of(clock.millis()).toBytes());
    }

    /** Names partition 0, the only one that is read: among more partitions the key would lead elsewhere. */
    private Message state(String key, byte[] value) {
        Message message = message(topics.state(), key, value);
        message.setHeader(KafkaConstants.PARTITION_KEY, 0);
        return message;
    }

    private Message message(String topic, String key, byte[] value) {
        Message message = new DefaultMessage(camel);
        message.setBody(value);
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, topic);
        message.setHeader(KafkaConstants.KEY, key);
        return message;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
