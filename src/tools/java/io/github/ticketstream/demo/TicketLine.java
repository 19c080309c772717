package io.github.ticketstream.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.ticketstream.kit.Subscriber;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A ticket's record as a line for human eyes, in columns. */
final class TicketLine {
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The widths of the columns between the time and the end. */
    private static final List<Integer> WIDTHS = List.of(18, 11, 20, 18, 44);

    enum Kind {
        DISCOVERED(Screen.Style.GOOD),
        UPDATED(Screen.Style.NEWS),
        SILENT(Screen.Style.NEWS),
        DISAPPEARED(Screen.Style.QUIET),
        /** Somebody else wrote it. */
        FOREIGN(Screen.Style.BAD);

        private final Screen.Style style;

        Kind(Screen.Style style) {
            this.style = style;
        }

        static Kind of(ConsumerRecord<String, String> record) {
            if ("true".equals(Subscriber.header(record, "ce_silent"))) {
                return SILENT;
            }
            String type = String.valueOf(Subscriber.header(record, "ce_type"));
            return Stream.of(DISCOVERED, UPDATED, DISAPPEARED)
                    .filter(kind -> type.contains("." + kind.label() + "."))
                    .findFirst()
                    .orElse(FOREIGN);
        }

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns whether the update time is that of the change. */
        boolean isVersion() {
            return this == DISCOVERED || this == UPDATED;
        }
    }

    private TicketLine() {}

    static String titles() {
        return columns("TIME        ", "TICKET", "CHANGE", "STATE", "PRODUCT", "DESCRIPTION");
    }

    static String of(ConsumerRecord<String, String> record, Screen screen) {
        JsonNode ticket = read(record.value());
        Kind kind = Kind.of(record);
        String line = columns(
                TIME.format(Instant.ofEpochMilli(record.timestamp())),
                record.key(),
                kind.label(),
                ticket.path("state_code").asText(),
                ticket.path("product_name").asText(),
                ticket.path("description").asText());
        return line.replaceFirst("  " + kind.label() + "\\b", "  " + screen.paint(kind.style, kind.label()));
    }

    private static String columns(String time, String... texts) {
        StringBuilder line = new StringBuilder(time);
        for (int i = 0; i < texts.length; i++) {
            line.append("  ").append(fit(texts[i], WIDTHS.get(i)));
        }
        return line.toString().stripTrailing();
    }

    /** Cuts or fills a text to so many columns. */
    private static String fit(String text, int columns) {
        String line = text.replaceAll("\\s+", " ").strip();
        if (line.length() > columns) {
            int word = line.lastIndexOf(' ', columns);
            line = line.substring(0, word > columns / 2 ? word : columns - 1) + "…";
        }
        return line + " ".repeat(Math.max(0, columns - line.length()));
    }

    /** Reads a record's JSON; a missing node for a tombstone and for a text that is no JSON. */
    private static JsonNode read(String json) {
        try {
            return json == null ? MissingNode.getInstance() : JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
