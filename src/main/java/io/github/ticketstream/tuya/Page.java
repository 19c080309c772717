package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of the ticket list.
 *
 * @param number the page that was asked for, from 1
 * @param size the page size that the API says it used; -1 if it did not tell
 * @param total tickets that match the filters; -1 if the API did not tell
 * @param hasMore whether another page follows
 * @param entries the list's members, whatever they are
 */
public record Page(int number, long size, long total, boolean hasMore, List<JsonSlice> entries) {
    private static final int NOT_TOLD = -1;
    /** A page is one transaction: what millions of tiny entries become would not fit into memory. */
    private static final int MOST_ENTRIES = 10_000;

    /**
     * Reads the result of a page call.
     *
     * @param asked the page number that was asked for
     * @param otherSpelling the value of {@code tuya.parameter-style} to try if the parameters turn out to be ignored
     * @throws TuyaException if the page is not usable
     */
    static Page parse(Reply reply, int asked, String otherSpelling) {
        JsonSlice result = reply.slice();
        if (result == null) {
            throw unusable(asked, "has no result");
        }
        long pageNo = NOT_TOLD;
        long size = NOT_TOLD;
        long total = NOT_TOLD;
        Boolean hasMore = null;
        List<JsonSlice> entries = List.of();
        try (JsonParser parser = result.parser()) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw unusable(asked, "has a result that is no object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                switch (field) {
                    case "page_no" -> pageNo = count(parser, asked, field);
                    case "page_size" -> size = count(parser, asked, field);
                    case "total" -> total = count(parser, asked, field);
                    case "has_more" -> hasMore = token.isBoolean() ? token == JsonToken.VALUE_TRUE : null;
                    case "list" -> entries = entries(parser, result, asked);
                    default -> {}
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            throw new TuyaException(
                    Kind.LIST, "page " + asked + " can't be read", "report it to Tuya", Duration.ZERO, e);
        }
        if (hasMore == null) {
            throw unusable(asked, "does not tell by has_more whether another page follows");
        }
        if (pageNo != NOT_TOLD && pageNo != asked) {
            throw new TuyaException(
                    Kind.LIST,
                    "page " + asked + " was asked for and page " + pageNo
                            + " came back: the API ignores our parameters",
                    "set tuya.parameter-style=" + otherSpelling);
        }
        if (hasMore && entries.isEmpty()) {
            throw unusable(asked, "is empty, and has_more is true");
        }
        return new Page(asked, size, total, hasMore, entries);
    }

    private static long count(JsonParser parser, int asked, String field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return NOT_TOLD;
        }
        boolean zero = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getText().equals("0");
        long value = JsonSlice.positiveLong(parser, Integer.MAX_VALUE);
        if (value == 0 && !zero) {
            throw unusable(asked, "has a " + field + " that is no count");
        }
        return value;
    }

    private static List<JsonSlice> entries(JsonParser parser, JsonSlice result, int asked) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw unusable(asked, "has a list that is no array");
        }
        List<JsonSlice> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (entries.size() == MOST_ENTRIES) {
                throw unusable(asked, "has more than " + MOST_ENTRIES + " entries");
            }
            entries.add(JsonSlice.ofCurrent(parser, result));
        }
        return entries;
    }

    private static TuyaException unusable(int asked, String problem) {
        return new TuyaException(Kind.LIST, "page " + asked + " " + problem, "if it lasts, report it to Tuya");
    }
}
