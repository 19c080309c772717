package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A reply's {@code result}: a page of the list, or an access token. Sources: Tuya's "Get Service Tickets" and "Obtain
 * token".
 */
final class Result {
    /** The result of a reply without one. */
    static final Result NONE = new Result("has no result");

    private static final int ABSENT = -1;
    /** A page is one transaction, which must fit into memory however small its entries are. */
    private static final int MAX_ENTRIES = 10_000;

    private static final int MAX_FIELDS = 20;

    private long pageNo = ABSENT;
    private long total = ABSENT;
    private Boolean hasMore;
    /** Null if it has no list. */
    private List<ListEntry> entries;
    /** Some of the fields' names, for the message about a missing one. */
    private final List<String> fields = new ArrayList<>();

    /** Why it is no page; empty as long as nothing is wrong with it. */
    private String defect;

    private String token = "";
    private long expireTime;
    private long expire;

    private Result(String defect) {
        this.defect = defect;
    }

    /** @param parser stands on the value, and is moved to its end */
    static Result read(JsonParser parser, JsonSlice whole) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return new Result("has a result that is no object");
        }
        Result result = new Result("");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (result.fields.size() < MAX_FIELDS) {
                result.fields.add(field);
            }
            parser.nextToken();
            result.take(field, parser, whole);
            parser.skipChildren();
        }
        return result;
    }

    private void take(String field, JsonParser parser, JsonSlice whole) throws IOException {
        switch (field) {
            case "page_no" -> pageNo = count(parser, field);
            case "total" -> total = count(parser, field);
            case "has_more" ->
                hasMore = parser.currentToken().isBoolean() ? parser.currentToken() == JsonToken.VALUE_TRUE : null;
            case "access_token" -> token = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
            // Tuya's tables and samples differ about the name of the lifetime.
            case "expire_time" -> expireTime = JsonSlice.positiveLong(parser, Long.MAX_VALUE);
            case "expire" -> expire = JsonSlice.positiveLong(parser, Long.MAX_VALUE);
            case "list" -> entries = entries(parser, whole);
            default -> {}
        }
    }

    private long count(JsonParser parser, String field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return ABSENT;
        }
        boolean zero = parser.currentToken().isScalarValue() && parser.getText().equals("0");
        long value = JsonSlice.positiveLong(parser, Integer.MAX_VALUE);
        if (value == 0 && !zero) {
            foundDefect("has a " + field + " that is no count");
        }
        return value;
    }

    private List<ListEntry> entries(JsonParser parser, JsonSlice whole) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            // With a total, an empty page is not the whole list.
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                foundDefect("has a list that is no array");
            }
            return List.of();
        }
        List<ListEntry> read = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (read.size() < MAX_ENTRIES) {
                read.add(ListEntry.read(parser, whole));
            } else {
                foundDefect("has more than " + MAX_ENTRIES + " entries");
                parser.skipChildren();
            }
        }
        return read;
    }

    private void foundDefect(String found) {
        if (defect.isEmpty()) {
            defect = found;
        }
    }

    /** Takes entries that are no JSON for no tickets. */
    void findInvalidEntries() {
        entries = entries == null
                ? null
                : entries.stream()
                        .map(entry -> entry.json().isValid()
                                ? entry
                                : entry.withDefect("not valid JSON, such as NaN or a number with a leading zero"))
                        .toList();
    }

    /** Empty if there is none. */
    String token() {
        return token;
    }

    /** Returns how long the token lives; 0 if the reply does not say. */
    long tokenSeconds() {
        return expireTime > 0 ? expireTime : expire;
    }

    /**
     * @param latest an update time beyond it is none, epoch milliseconds
     * @throws TuyaException if it is no usable page
     */
    Page page(int asked, long time, long latest) {
        requireUsable(asked);
        List<ListEntry> placed = new ArrayList<>();
        for (ListEntry entry : entries) {
            ListEntry one = entry.onPage(asked);
            // An update time far ahead would silence its ticket until then: no later version would be newer.
            placed.add(
                    one.updateTime() <= latest
                            ? one
                            : one.withDefect("update_time is more than a day ahead of the API's clock"));
        }
        return new Page(asked, pageNo == ABSENT ? asked : (int) pageNo, total, hasMore, time, placed);
    }

    private void requireUsable(int asked) {
        if (defect.isEmpty() && hasMore == null) {
            defect = "does not say in has_more whether another page follows";
        } else if (defect.isEmpty() && entries == null) {
            defect = "has no list; what it has is " + String.join(", ", fields);
        }
        if (!defect.isEmpty()) {
            throw new TuyaException(Kind.LIST, "page " + asked + " " + defect, "if it lasts, report it to Tuya");
        }
    }
}
