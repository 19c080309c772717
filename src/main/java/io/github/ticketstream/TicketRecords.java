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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

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
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", ticket.ticketNo() + "@" + ticket.updateTime());
        headers.put("ce_source", source);
        headers.put("ce_type", type.eventType());
        headers.put("ce_subject", ticket.ticketNo());
        headers.put("ce_time", MILLISECONDS.format(Instant.ofEpochMilli(ticket.updateTime())));
        headers.put("ce_dataschema", "urn:ticketstream:ticket:v1");
        headers.put("content-type", "application/json");
        if (backfill) {
            headers.put("ce_backfill", "true");
        }
        byte[] value = privateFields.remove(ticket.json());
        int size = value.length + 4 * utf8Length(ticket.ticketNo()) + utf8Length(source) + OVERHEAD;
        return size > largestRecord.getAsInt()
                ? Optional.empty()
                : Optional.of(message(topics.tickets(), ticket.ticketNo(), value, headers));
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
        return message(topics.state(), ticket.ticketNo(), PublishedVersions.mark(ticket.updateTime()), Map.of());
    }

    Message skippedMark(ListEntry ticket) {
        return message(topics.state(), ticket.ticketNo(), PublishedVersions.skippedMark(ticket.updateTime()), Map.of());
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
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("reason", told);
        headers.put("page_no", Integer.toString(entry.page()));
        headers.put("received_at", Long.toString(clock.millis()));
        String key = stateKey.substring(stateKey.indexOf('/') + 1);
        return message(topics.deadLetter(), key, value.length <= most ? value : Arrays.copyOf(value, most), headers);
    }

    Message deadLetterMark(String stateKey) {
        return message(topics.state(), stateKey, PublishedVersions.mark(clock.millis()), Map.of());
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
        return message(
                topics.sweeps(),
                transactionalId,
                json.getBytes(StandardCharsets.UTF_8),
                Map.of(
                        "content-type",
                        "application/json",
                        SweepRecord.CALLS_THIS_MONTH,
                        Long.toString(progress.callsThisMonth())));
    }

    private Message message(String topic, String key, byte[] value, Map<String, Object> headers) {
        Message message = new DefaultMessage(camel);
        message.setBody(value);
        message.setHeaders(new LinkedHashMap<>(headers));
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, topic);
        message.setHeader(KafkaConstants.KEY, key);
        return message;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
