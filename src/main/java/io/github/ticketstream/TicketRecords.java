package io.github.ticketstream;

import io.github.ticketstream.ops.Change;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.SweepRecord;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.ListEntry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/**
 * Builds the records of all four topics, as messages of one batch for the Kafka producer. Headers are CloudEvents 1.0 in
 * binary mode; all are strings, since Camel would write numbers as binary.
 */
final class TicketRecords {
    /** What a record takes beside its key, value and headers, rounded up generously. */
    private static final int OVERHEAD = 512;

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final CamelContext camel;
    private final TicketSettings.Topics topics;
    private final PrivateFields privateFields;
    private final String transactionalId;
    private final String source;
    private final IntSupplier largestRecord;
    private final Clock clock;

    /** @param largestRecord the bytes that a record may have */
    TicketRecords(CamelContext camel, TicketSettings settings, String region, IntSupplier largestRecord, Clock clock) {
        this.camel = camel;
        this.topics = settings.topics();
        this.transactionalId = settings.transactionalId();
        this.privateFields = new PrivateFields(settings.privacy());
        this.source =
                settings.eventSource().isEmpty() ? "//tuya/" + region + "/ticket/feedbacks" : settings.eventSource();
        this.largestRecord = largestRecord;
        this.clock = clock;
    }

    /** The ticket itself, or nothing if it is too large for Kafka. */
    Optional<Message> ticket(ListEntry ticket, ChangeType type, boolean backfill) {
        byte[] value = privateFields.remove(ticket.json());
        int size = value.length + 4 * utf8Length(ticket.ticketNo()) + utf8Length(source) + OVERHEAD;
        if (size > largestRecord.getAsInt()) {
            return Optional.empty();
        }
        Message message = message(topics.tickets(), ticket.ticketNo(), value);
        message.setHeader("ce_specversion", "1.0");
        message.setHeader("ce_id", ticket.ticketNo() + "@" + ticket.updateTime());
        message.setHeader("ce_source", source);
        message.setHeader("ce_type", type.eventType());
        message.setHeader("ce_subject", ticket.ticketNo());
        message.setHeader("ce_time", MILLISECONDS.format(Instant.ofEpochMilli(ticket.updateTime())));
        message.setHeader("ce_dataschema", "urn:ticketstream:ticket:v1");
        message.setHeader("content-type", "application/json");
        if (backfill) {
            message.setHeader("ce_backfill", "true");
        }
        return Optional.of(message);
    }

    /** What anyone may see of a version, before it is published. */
    Change change(ListEntry ticket, ChangeType type) {
        return new Change(
                ticket.ticketNo(),
                "",
                shownState(ticket),
                privateFields.show("product_name", ticket.product()),
                type.label(),
                ticket.updateTime(),
                0);
    }

    /** The ticket's state; empty if it has none, or it is private. */
    String shownState(ListEntry ticket) {
        return privateFields.show("state_code", ticket.state());
    }

    Message mark(ListEntry ticket) {
        return message(topics.state(), ticket.ticketNo(), PublishedVersions.mark(ticket.updateTime()));
    }

    Message skippedMark(ListEntry ticket) {
        return message(topics.state(), ticket.ticketNo(), PublishedVersions.skippedMark(ticket.updateTime()));
    }

    /** The key under which the state topic remembers that this entry was told; equal entries have the same one. */
    String deadLetterKey(ListEntry entry) {
        return PublishedVersions.deadLetterKey(privateFields.sha256(entry.json()));
    }

    Message deadLetter(ListEntry entry, String reason, String stateKey) {
        byte[] value = privateFields.remove(entry.json());
        int most = largestRecord.getAsInt() - OVERHEAD;
        String told = value.length <= most
                ? reason
                : reason + "; cut to the first " + most + " of " + value.length + " bytes";
        String key = stateKey.substring(stateKey.indexOf('/') + 1);
        Message message = message(topics.deadLetter(), key, value.length <= most ? value : Arrays.copyOf(value, most));
        message.setHeader("reason", told);
        message.setHeader("page_no", Integer.toString(entry.page()));
        message.setHeader("received_at", Long.toString(clock.millis()));
        return message;
    }

    Message deadLetterMark(String stateKey) {
        return message(topics.state(), stateKey, PublishedVersions.mark(clock.millis()));
    }

    /**
     * What a complete sweep did.
     *
     * @param ticketsInFlight tickets that the same transaction publishes
     * @param deadLettersInFlight entries that the same transaction buries
     */
    Message sweep(Sweep sweep, int ticketsInFlight, int deadLettersInFlight) {
        SweepProgress progress = sweep.progress();
        String json = String.format(
                Locale.ROOT,
                "{\"started_at\":%d,\"completed_at\":%d,\"total\":%d,\"published\":%d,\"unchanged\":%d,\"dead_lettered\":%d,\"api_calls\":%d}",
                progress.startedAt().toEpochMilli(),
                clock.millis(),
                progress.total(),
                progress.published() + ticketsInFlight,
                progress.unchanged(),
                progress.deadLettered() + deadLettersInFlight,
                progress.calls());
        Message message = message(topics.sweeps(), transactionalId, json.getBytes(StandardCharsets.UTF_8));
        message.setHeader("content-type", "application/json");
        message.setHeader(SweepRecord.CALLS_THIS_MONTH, Long.toString(progress.callsThisMonth()));
        return message;
    }

    private Message message(String topic, String key, byte[] value) {
        Message message = new RecordMessage(camel);
        message.setBody(value);
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, topic);
        message.setHeader(KafkaConstants.KEY, key);
        return message;
    }

    /** Kafka tells headers apart by case: a plain map will do, which is faster than Camel's. */
    private static final class RecordMessage extends DefaultMessage {
        RecordMessage(CamelContext camel) {
            super(camel);
        }

        @Override
        protected Map<String, Object> createHeaders() {
            return new LinkedHashMap<>();
        }
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
