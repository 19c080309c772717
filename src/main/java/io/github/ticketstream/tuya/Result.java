package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands under a reply's {@code result}, read as a page of the list.
 */
final class Result {
    static final int ABSENT = -1;
    /** A page is one transaction, which must fit into memory however small its entries are. */
    private static final int MOST_ENTRIES = 10_000;

    private static final int MOST_FIELDS = 20;

    private JsonSlice json;
    private long pageNo = ABSENT;
    private long size = ABSENT;
    private long total = ABSENT;
    private Boolean hasMore;
    private boolean listed;
    private List<ListEntry> entries;
    private final List<String> fields = new ArrayList<>();
    private String defect = "";

    /**
     * The value that the parser stands on; the parser is moved to its end.
     *
     * @param whole what the parser reads
     * @throws IOException if it is no JSON
     */
    static Result read(JsonParser parser, JsonSlice whole) throws IOException {
        Result result = new Result();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            result.json = JsonSlice.ofCurrent(parser, whole);
            result.defect = "has a result that is no object";
            return result;
        }
        long start = parser.currentTokenLocation().getByteOffset();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            result.keep(field);
            parser.nextToken();
            result.take(field, parser, whole);
            parser.skipChildren();
        }
        result.json = whole.part(start, parser.currentLocation().getByteOffset());
        return result;
    }

    /** Some of the fields' names, for the message about a missing one. */
    private void keep(String field) {
        if (fields.size() < MOST_FIELDS) {
            fields.add(field);
        }
    }

    private void take(String field, JsonParser parser, JsonSlice whole) throws IOException {
        switch (field) {
            case "page_no" -> pageNo = count(parser, field);
            case "page_size" -> size = count(parser, field);
            case "total" -> total = count(parser, field);
            case "has_more" ->
                hasMore = parser.currentToken().isBoolean() ? parser.currentToken() == JsonToken.VALUE_TRUE : null;
            case "list" -> {
                listed = true;
                entries = entries(parser, whole);
            }
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
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            foundDefect("has a list that is no array");
            return List.of();
        }
        List<ListEntry> read = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (read.size() < MOST_ENTRIES) {
                read.add(EntryReader.read(parser, whole));
            } else {
                foundDefect("has more than " + MOST_ENTRIES + " entries");
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

    /** Puts entries that were blanked back into their places. */
    void restore(OddEntries odd) throws IOException {
        entries = entries == null ? null : odd.restored(entries);
    }

    /** The whole value. */
    JsonSlice json() {
        return json;
    }

    /** Why it is no page; empty if it is one. */
    String defect() {
        if (!defect.isEmpty()) {
            return defect;
        }
        if (hasMore == null) {
            return "does not tell by has_more whether another page follows";
        }
        if (!listed) {
            return "has no list; what it has is " + String.join(", ", fields);
        }
        if (entries == null && total > 0) {
            return "has a list that is null, and a total of " + total;
        }
        return "";
    }

    /** The number that the page has by itself. */
    long pageNo() {
        return pageNo;
    }

    long size() {
        return size;
    }

    long total() {
        return total;
    }

    /** Of a page without {@link #defect} only. */
    boolean hasMore() {
        return hasMore;
    }

    /** Of a page without {@link #defect} only. An empty list may be null. */
    List<ListEntry> entries() {
        return entries == null ? List.of() : entries;
    }
}
