package io.github.ticketstream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.ticketstream.tuya.JsonSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * One member of a page's list: a ticket, or something that is none.
 *
 * @param json the entry as it was received
 * @param page the page that it stood on
 * @param ticketNo the ticket's number; empty if the entry is no ticket
 * @param updateTime when the ticket was updated last, epoch milliseconds; 0 if the entry is no ticket
 * @param state the ticket's state_code; empty if it has none that is a text
 * @param defect why the entry is no ticket; empty for a ticket
 */
public record ListEntry(JsonSlice json, int page, String ticketNo, long updateTime, String state, String defect) {
    /** The last millisecond that RFC 3339 can tell. */
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    /** Looks at {@code ticket_no} and {@code update_time} only; of a field that stands there twice the last one counts. */
    public static ListEntry read(JsonSlice json, int page) {
        try (JsonParser parser = json.limitedParser()) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return bad(json, page, "not an object");
            }
            Optional<String> ticketNo = Optional.empty();
            long updateTime = 0;
            String state = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                if (field.equals("ticket_no")) {
                    ticketNo = token == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty();
                } else if (field.equals("update_time")) {
                    updateTime = JsonSlice.positiveLong(parser, LATEST);
                } else if (field.equals("state_code")) {
                    state = token == JsonToken.VALUE_STRING ? parser.getText() : "";
                }
                parser.skipChildren();
            }
            if (ticketNo.filter(ListEntry::isUsable).isEmpty()) {
                return bad(json, page, "ticket_no is missing, blank, not a string or not valid Unicode");
            }
            if (updateTime == 0) {
                return bad(json, page, "update_time is missing or not an integer from 1 to " + LATEST);
            }
            return new ListEntry(json, page, ticketNo.get(), updateTime, state, "");
        } catch (StreamConstraintsException e) {
            return bad(
                    json,
                    page,
                    "nested more than 1000 levels deep, or with a field name of more than 50000 characters");
        } catch (IOException e) {
            throw new UncheckedIOException("an entry that was read before can't be read again", e);
        }
    }

    /** A field of a ticket that is a text; empty if it is none. Of a field that stands there twice the last one counts. */
    String text(String field) {
        try (JsonParser parser = json.limitedParser()) {
            parser.nextToken();
            String text = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(field);
                JsonToken token = parser.nextToken();
                if (wanted) {
                    text = token == JsonToken.VALUE_STRING ? parser.getText() : "";
                }
                parser.skipChildren();
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("an entry that was read before can't be read again", e);
        }
    }

    private static ListEntry bad(JsonSlice json, int page, String defect) {
        return new ListEntry(json, page, "", 0, "", defect);
    }

    private static boolean isUsable(String ticketNo) {
        return !ticketNo.codePoints().allMatch(ListEntry::isBlank)
                && ticketNo.codePoints()
                        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** Of the blanks of Unicode the first test leaves out those that don't break a line, the second one the tab. */
    private static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    public boolean isTicket() {
        return defect.isEmpty();
    }
}
