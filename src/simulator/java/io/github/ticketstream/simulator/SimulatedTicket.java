package io.github.ticketstream.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One version of a ticket, or an entry that is none: immutable, its text kept byte for byte, so that a client can be
 * held to every digit. Product and category path decide about filters but are no documented fields of the reply, so
 * they are kept beside the text.
 */
public final class SimulatedTicket {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern NEW_REPLY = Pattern.compile("\"new_reply\"\\s*:\\s*(\\d+)");

    private final Fields fields;
    private final String productId;
    private final String categoryPath;
    private final byte[] utf8;
    private final int hash;

    /**
     * The fields that the simulator needs from the text; {@code ticketNo} is null and the others empty when it is no
     * ticket.
     */
    private record Fields(String ticketNo, long updateTime, String stateCode) {
        static final Fields NONE = new Fields(null, 0, "");
    }

    private SimulatedTicket(Fields fields, String productId, String categoryPath, byte[] utf8) {
        this.fields = fields;
        this.productId = productId;
        this.categoryPath = categoryPath;
        this.utf8 = utf8;
        this.hash = Arrays.hashCode(utf8);
    }

    /**
     * Takes the ticket that this text is.
     *
     * @param json a JSON object with {@code ticket_no} (string, not blank) and {@code update_time} (integer, epoch milliseconds)
     * @throws IllegalArgumentException if it is not; see {@link #garbage}
     */
    public static SimulatedTicket of(String json) {
        SimulatedTicket ticket = garbage(json);
        if (!ticket.isTicket()) {
            throw new IllegalArgumentException("not a ticket (ticket_no and update_time are required): " + json);
        }
        return ticket;
    }

    /** Any text whatever, served where a ticket should be; text that is no JSON makes its whole page invalid. */
    public static SimulatedTicket garbage(String raw) {
        return new SimulatedTicket(read(raw), "", "", raw.getBytes(StandardCharsets.UTF_8));
    }

    public SimulatedTicket inProduct(String id) {
        return new SimulatedTicket(fields, id, categoryPath, utf8);
    }

    /** The path is category ids joined by commas, from the root down. */
    public SimulatedTicket inCategory(String path) {
        return new SimulatedTicket(fields, productId, path, utf8);
    }

    /** The next version: only update time, state code and state name differ, the rest keeps its bytes. */
    public SimulatedTicket updated(long newUpdateTime, TicketState newState) {
        return withText(replace(
                json(),
                Map.of(
                        "update_time", Long.toString(newUpdateTime),
                        "state_code", '"' + newState.code() + '"',
                        "state_name", '"' + newState.displayName() + '"')));
    }

    /** The same version with one more in {@code new_reply}; without that field, with it. */
    SimulatedTicket withOneMoreReply() {
        Matcher reply = NEW_REPLY.matcher(json());
        if (!reply.find()) {
            return withText(json().substring(0, json().lastIndexOf('}')) + ",\"new_reply\":1}");
        }
        long replies = Long.parseLong(reply.group(1)) + 1;
        return withText(replace(json(), Map.of("new_reply", Long.toString(replies))));
    }

    private SimulatedTicket withText(String text) {
        return of(text).inProduct(productId).inCategory(categoryPath);
    }

    /** Null when the entry is no ticket. */
    public String ticketNo() {
        return fields.ticketNo;
    }

    /** Epoch milliseconds; 0 when the entry is no ticket. */
    public long updateTime() {
        return fields.updateTime;
    }

    /** Empty when the entry has none. */
    public String stateCode() {
        return fields.stateCode;
    }

    String productId() {
        return productId;
    }

    String categoryPath() {
        return categoryPath;
    }

    /** The text as served. */
    public String json() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    boolean isTicket() {
        return ticketNo() != null && !ticketNo().isBlank() && updateTime() > 0;
    }

    byte[] utf8() {
        return utf8;
    }

    /** Never fails: what is no ticket has no fields. Of a repeated key the last one counts. */
    private static Fields read(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Fields.NONE;
            }
            String ticketNo = null;
            long updateTime = 0;
            String stateCode = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "ticket_no" -> ticketNo = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                    case "update_time" -> updateTime = value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : 0;
                    case "state_code" -> stateCode = value == JsonToken.VALUE_STRING ? parser.getText() : "";
                    default -> {}
                }
                parser.skipChildren();
            }
            return parser.currentToken() == JsonToken.END_OBJECT
                    ? new Fields(ticketNo, updateTime, stateCode)
                    : Fields.NONE;
        } catch (IOException notJson) {
            return Fields.NONE;
        }
    }

    /**
     * Puts new values in the place of old ones, and leaves all else as it is: blanks, order and digits. A field that is not
     * there is not added.
     *
     * @param newValues by top-level field name, each value ready-made JSON
     */
    private static String replace(String json, Map<String, String> newValues) {
        StringBuilder text = new StringBuilder();
        int copied = 0;
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String newValue = newValues.get(parser.currentName());
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.getText(); // scalars are read lazily; without this the end would be their beginning
                int end = (int) parser.currentLocation().getCharOffset();
                if (newValue != null) {
                    text.append(json, copied, start).append(newValue);
                    copied = end;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("not a ticket: " + json, e);
        }
        return text.append(json, copied, json.length()).toString();
    }

    /** Equal if the client sees no difference. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SimulatedTicket that
                && hash == that.hash
                && Objects.equals(ticketNo(), that.ticketNo())
                && Arrays.equals(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return isTicket() ? ticketNo() + "@" + updateTime() : "garbage: " + json();
    }
}
