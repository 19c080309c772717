package io.github.ticketstream.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and edits a ticket's text without rewriting it: what is not touched keeps its blanks, order and digits. */
final class TicketJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern NEW_REPLY = Pattern.compile("\"new_reply\"\\s*:\\s*(\\d+)");

    /**
     * What the simulator needs to know of an entry; {@code ticketNo} is null and the others empty when it is no ticket.
     */
    record Fields(String ticketNo, long updateTime, String stateCode) {

        static final Fields NONE = new Fields(null, 0, "");
    }

    private TicketJson() {}

    /** Never fails: whatever is no ticket has no fields. Of a repeated key the last one counts. */
    static Fields read(String text) {
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
                    default -> parser.skipChildren();
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

    /** Counts {@code new_reply} up, from 0 if there is none. */
    static String withOneMoreReply(String json) {
        Matcher reply = NEW_REPLY.matcher(json);
        if (!reply.find()) {
            return json.substring(0, json.lastIndexOf('}')) + ",\"new_reply\":1}";
        }
        return replace(json, Map.of("new_reply", Long.toString(Long.parseLong(reply.group(1)) + 1)));
    }

    /**
     * Puts new values in the place of old ones; a field that is not there is not added.
     *
     * @param newValues by top-level field name, each value ready-made JSON
     */
    static String replace(String json, Map<String, String> newValues) {
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
}
