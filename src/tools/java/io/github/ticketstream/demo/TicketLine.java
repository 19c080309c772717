package io.github.ticketstream.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.ticketstream.kit.Subscriber;
import java.lang.Character.UnicodeScript;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A ticket's record as a line for human eyes, in columns. */
final class TicketLine {
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<UnicodeScript> WIDE =
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);
    /** The widths of the columns between the time and the end. */
    private static final List<Integer> WIDTHS = List.of(18, 11, 20, 18, 44);

    /** The kinds of record. */
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

    /** Cuts or fills a text to so many columns of a terminal; a Han character takes two. */
    static String fit(String text, int columns) {
        String line = text.replaceAll("\\s+", " ").strip();
        if (width(line) > columns) {
            int end = 0;
            int taken = 0;
            while (taken + width(line.codePointAt(end)) < columns) {
                taken += width(line.codePointAt(end));
                end += Character.charCount(line.codePointAt(end));
            }
            int word = line.lastIndexOf(' ', end);
            line = line.substring(0, word > end / 2 ? word : end) + "…";
        }
        return line + " ".repeat(columns - width(line));
    }

    private static int width(String text) {
        return text.codePoints().map(TicketLine::width).sum();
    }

    private static int width(int codePoint) {
        return WIDE.contains(UnicodeScript.of(codePoint))
                        || codePoint >= 0x1F300
                        || (codePoint >= 0x3000 && codePoint <= 0x303F)
                ? 2
                : 1;
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
