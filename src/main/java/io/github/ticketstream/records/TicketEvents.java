package io.github.ticketstream.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.RecordMessage;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TicketSettings.Disappeared;
import io.github.ticketstream.tuya.ListEntry;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;

/**
 * Builds the records of the ticket topic. Headers are CloudEvents 1.0 in binary mode; all are UTF-8 strings, as bytes: of a
 * string Camel would write what the platform's charset makes of it.
 */
public final class TicketEvents {
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static final byte[] SPEC_VERSION = TicketRecords.utf8("1.0");
    private static final byte[] SCHEMA = TicketRecords.utf8("urn:ticketstream:ticket:v1");
    private static final byte[] TRUE = TicketRecords.utf8("true");
    /** Of a content's hash, in the id of a silent change. */
    private static final int HASH_DIGITS = 8;

    private final CamelContext camel;
    private final TicketSettings settings;
    private final byte[] source;

    /** @param region the data centre's name, or the API's host */
    TicketEvents(CamelContext camel, TicketSettings settings, String region) {
        this.camel = camel;
        this.settings = settings;
        this.source = TicketRecords.utf8(settings.eventSource(region));
    }

    int sourceBytes() {
        return source.length;
    }

    /** @param value the ticket, without what is private */
    Message version(ListEntry ticket, ChangeType type, byte[] value) {
        return event(type, ticket.ticketNo(), ticket.versionId(), ticket.updateTime(), value);
    }

    /**
     * A ticket that complete sweeps do not hold any more: what is left of it to say, or nothing, so that compaction forgets it.
     *
     * @param last its mark
     * @param lastSeen when it was last known to be in the list, epoch milliseconds
     * @param foundAt when the sweep began that found it gone, epoch milliseconds
     */
    public Message disappeared(String ticketNo, Mark last, long lastSeen, long foundAt) {
        byte[] value = settings.disappeared() == Disappeared.ERASE
                ? null
                : TicketRecords.utf8(JsonNodeFactory.instance
                        .objectNode()
                        .put("ticket_no", ticketNo)
                        .put("last_update_time", last.updateTime())
                        .put("last_seen_at", lastSeen)
                        .toString());
        return event(ChangeType.DISAPPEARED, ticketNo, ticketNo + "@gone." + foundAt, last.updateTime(), value);
    }

    private Message event(ChangeType type, String ticketNo, String id, long updateTime, byte[] value) {
        Message message = RecordMessage.of(camel, settings.topics().tickets(), ticketNo, value);
        message.setHeader("ce_specversion", SPEC_VERSION);
        message.setHeader("ce_id", TicketRecords.utf8(id));
        message.setHeader("ce_source", source);
        message.setHeader("ce_type", TicketRecords.utf8(type.eventType()));
        message.setHeader("ce_subject", TicketRecords.utf8(ticketNo));
        message.setHeader("ce_time", TicketRecords.utf8(MILLISECONDS.format(Instant.ofEpochMilli(updateTime))));
        message.setHeader("ce_dataschema", SCHEMA);
        message.setHeader("content-type", TicketRecords.JSON);
        return message;
    }

    /** Adds that the version existed before the stream. */
    public static void backfill(Message event) {
        event.setHeader("ce_backfill", TRUE);
    }

    /**
     * Adds that the content has changed and the update time has not.
     *
     * @param hash of the content
     */
    public static void silent(Message event, ListEntry ticket, long hash) {
        String digits = HexFormat.of().toHexDigits(hash).substring(0, HASH_DIGITS);
        event.setHeader("ce_id", TicketRecords.utf8(ticket.versionId() + "." + digits));
        event.setHeader("ce_silent", TRUE);
    }

    /** Adds the trace that it belongs to; null for none. */
    public static Message traced(Message event, String trace) {
        if (trace != null) {
            event.setHeader("traceparent", TicketRecords.utf8(trace));
        }
        return event;
    }
}
