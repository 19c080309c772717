package io.github.ticketstream;

import io.github.ticketstream.ops.Change;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Printable;
import io.github.ticketstream.published.RecordLimits;
import io.github.ticketstream.published.RecordMessage;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.published.SweepRecord;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.sweep.FullSweep;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.PrivateFields;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * Builds the records of all four topics, as messages of one batch for the Kafka producer. Headers are CloudEvents 1.0 in
 * binary mode; all are UTF-8 strings, as bytes: of a string Camel would write what the platform's charset makes of it.
 */
final class TicketRecords {
    /** What a record takes beside its key, value and headers, rounded up generously. */
    private static final int OVERHEAD = 512;

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static final byte[] SPEC_VERSION = utf8("1.0");
    private static final byte[] SCHEMA = utf8("urn:ticketstream:ticket:v1");
    private static final byte[] JSON = utf8("application/json");
    private static final byte[] TRUE = utf8("true");

    private final CamelContext camel;
    private final TicketSettings settings;
    private final TicketSettings.Topics topics;
    private final PrivateFields privateFields;
    private final byte[] source;
    private final Supplier<RecordLimits> limits;
    private final Clock clock;
    private final StateRecords state;

    /** @param region the data centre's name, or the API's host */
    TicketRecords(
            CamelContext camel, TicketSettings settings, String region, Supplier<RecordLimits> limits, Clock clock) {
        this.camel = camel;
        this.settings = settings;
        this.topics = settings.topics();
        this.privateFields = new PrivateFields(settings.privacy());
        this.source = utf8(settings.eventSource(region));
        this.limits = limits;
        this.clock = clock;
        this.state = new StateRecords(camel, settings, clock);
    }

    /** Whether a ticket that this stream has never seen is only marked as seen, as long as no sweep was complete. */
    boolean skipsFirstRun() {
        return settings.skipFirstRun();
    }

    /** Why a ticket can't be published; empty if it can. */
    String defect(ListEntry ticket) {
        if (StateKeys.isReserved(ticket.ticketNo())) {
            return "ticket_no is a key that the state topic has for something else";
        }
        int number = utf8(ticket.ticketNo()).length;
        int beside = 4 * number + source.length + OVERHEAD;
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
    Message ticket(ListEntry ticket, ChangeType type, boolean backfill) {
        Message message = message(topics.tickets(), ticket.ticketNo(), privateFields.remove(ticket.json()));
        message.setHeader("ce_specversion", SPEC_VERSION);
        message.setHeader("ce_id", utf8(ticket.versionId()));
        message.setHeader("ce_source", source);
        message.setHeader("ce_type", utf8(type.eventType()));
        message.setHeader("ce_subject", utf8(ticket.ticketNo()));
        message.setHeader("ce_time", utf8(MILLISECONDS.format(Instant.ofEpochMilli(ticket.updateTime()))));
        message.setHeader("ce_dataschema", SCHEMA);
        message.setHeader("content-type", JSON);
        if (backfill) {
            message.setHeader("ce_backfill", TRUE);
        }
        return message;
    }

    /** The same with the trace that it belongs to; null for none. */
    static Message traced(Message record, String trace) {
        if (trace != null) {
            record.setHeader("traceparent", utf8(trace));
        }
        return record;
    }

    /** What anyone may see of a version, before it is published. */
    static Change change(ListEntry ticket, ChangeType type) {
        return new Change(
                Printable.of(ticket.ticketNo()),
                "",
                Printable.of(ticket.state()),
                Printable.of(ticket.product()),
                type.label(),
                ticket.updateTime(),
                0);
    }

    /** The key under which the state topic remembers that this entry was published; equal entries have the same one. */
    String deadLetterKey(ListEntry entry) {
        return StateKeys.deadLetter(privateFields.sha256(entry.json()));
    }

    Message deadLetter(ListEntry entry, String reason, String stateKey) {
        byte[] value = privateFields.remove(entry.json());
        int most = limits.get().ticket() - OVERHEAD;
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
     * @param state the state topic as it is now
     */
    Message sweep(FullSweep sweep, SweepRecord.StateTopic state) {
        SweepProgress progress = sweep.progress();
        SweepRecord.Counts counts = new SweepRecord.Counts(
                progress.startedAt().at().toEpochMilli(),
                clock.millis(),
                progress.total() < 0 ? sweep.coverage().seen() : progress.total(),
                progress.published(),
                progress.unchanged(),
                progress.deadLettered(),
                progress.calls());
        Message message = message(topics.sweeps(), settings.transactionalId(), counts.toJson());
        message.setHeader(KafkaConstants.PARTITION_KEY, 0);
        message.setHeader("content-type", JSON);
        message.setHeader(SweepRecord.CALLS_THIS_MONTH, utf8(Long.toString(progress.callsThisMonth())));
        message.setHeader(SweepRecord.STATE_TOPIC, utf8(state.name()));
        message.setHeader(SweepRecord.STATE_TOPIC_ID, utf8(state.id()));
        message.setHeader(SweepRecord.TRACKED, utf8(Long.toString(state.tracked())));
        return message;
    }

    private Message message(String topic, String key, byte[] value) {
        return RecordMessage.of(camel, topic, key, value);
    }

    /** The records of the state topic. */
    StateRecords state() {
        return state;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
