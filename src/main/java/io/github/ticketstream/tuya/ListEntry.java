package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * One member of a page's list: a ticket, or something that is none.
 *
 * @param json the entry as it was received
 * @param page the page that it stood on; 0 as long as that is not known
 * @param ticketNo the ticket's number; for an entry that is no ticket the number that it names, empty if that is
 *     unusable
 * @param updateTime when the ticket was updated last, epoch milliseconds; 0 if the entry is no ticket
 * @param updateTimeSent its digits as received, if they differ from the number's usual form; else empty
 * @param state the ticket's state_code; empty if it has none that is a text
 * @param product the ticket's product_name; empty if it has none that is a text
 * @param defect why the entry is no ticket; empty for a ticket
 * @param span of the reply that holds it
 */
public record ListEntry(
        JsonSlice json,
        int page,
        String ticketNo,
        long updateTime,
        String updateTimeSent,
        String state,
        String product,
        String defect,
        Span span) {
    /** The last millisecond that RFC 3339 can express. */
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    // The limits of most subscribers' parsers.
    private static final int MAX_LEVELS = 1000;
    private static final int MAX_NAME = 50_000;

    /**
     * When a reply was asked for, and when it had come, by {@link System#nanoTime}: in between, the API looked at its
     * tickets. Pages are asked for ahead, so one may show an older state of the list than the page before it.
     */
    public record Span(long askedAt, long cameAt) {
        public static final Span UNKNOWN = new Span(0, 0);

        /** Returns whether this reply may be older than the other: it was asked for before that one came. */
        public boolean mayBeOlderThan(Span other) {
            return askedAt - other.cameAt < 0;
        }
    }

    /** @param parser stands on the member of a list, and is moved to its end */
    static ListEntry read(JsonParser parser, JsonSlice whole) throws IOException {
        return parser.currentToken() == JsonToken.START_OBJECT
                ? new Reader().read(parser, whole)
                : bad(JsonSlice.ofCurrent(parser, whole), "", "not an object");
    }

    private static ListEntry bad(JsonSlice json, String ticketNo, String defect) {
        return new ListEntry(json, 0, ticketNo, 0, "", "", "", defect, Span.UNKNOWN);
    }

    ListEntry onPage(int number) {
        return new ListEntry(json, number, ticketNo, updateTime, updateTimeSent, state, product, defect, span);
    }

    ListEntry withDefect(String found) {
        return bad(json, ticketNo, found).onPage(page);
    }

    /** Returns the entry of a reply, without texts that must not be shown; its JSON stays as it is. */
    ListEntry seen(Span ofReply, Predicate<String> mayBeShown) {
        String shownState = mayBeShown.test("state_code") ? state : "";
        String shownProduct = mayBeShown.test("product_name") ? product : "";
        return new ListEntry(
                json, page, ticketNo, updateTime, updateTimeSent, shownState, shownProduct, defect, ofReply);
    }

    /** Returns the ticket's number and its update time, as received. */
    public String versionId() {
        return ticketNo + "@" + (updateTimeSent.isEmpty() ? updateTime : updateTimeSent);
    }

    public boolean isTicket() {
        return defect.isEmpty();
    }

    /** Reads an object in the one pass of the parser over the reply. Of a field that is there twice, the last. */
    private static final class Reader {
        private String ticketNo = "";
        private long updateTime;
        private String updateTimeSent = "";
        private String state = "";
        private String product = "";

        ListEntry read(JsonParser parser, JsonSlice whole) throws IOException {
            long start = parser.currentTokenLocation().getByteOffset();
            boolean isWithinLimits = true;
            int level = 1;
            while (level > 0) {
                JsonToken token = parser.nextToken();
                if (token == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    isWithinLimits &= field.length() <= MAX_NAME;
                    if (level == 1) {
                        token = parser.nextToken();
                        take(field, parser);
                    }
                }
                if (token.isStructStart()) {
                    level++;
                    isWithinLimits &= level <= MAX_LEVELS;
                } else if (token.isStructEnd()) {
                    level--;
                }
            }
            return entry(whole.part(start, parser.currentLocation().getByteOffset()), isWithinLimits);
        }

        private void take(String field, JsonParser parser) throws IOException {
            switch (field) {
                case "ticket_no" -> ticketNo = text(parser);
                case "update_time" -> {
                    updateTime = JsonSlice.positiveLong(parser, LATEST);
                    String sent = updateTime > 0 ? text(parser) : "";
                    updateTimeSent = sent.startsWith("0") ? sent : "";
                }
                case "state_code" -> state = text(parser);
                case "product_name" -> product = text(parser);
                default -> {}
            }
        }

        private static String text(JsonParser parser) throws IOException {
            return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        }

        private ListEntry entry(JsonSlice json, boolean isWithinLimits) {
            if (!isWithinLimits) {
                return bad(
                        json,
                        isUsable(ticketNo) ? ticketNo : "",
                        "nested more than 1000 levels deep, or with a field name of more than 50000 characters");
            }
            if (!isUsable(ticketNo)) {
                return bad(json, "", "ticket_no is missing, blank, not a string or not valid Unicode");
            }
            if (updateTime == 0) {
                return bad(json, ticketNo, "update_time is missing or not an integer from 1 to " + LATEST);
            }
            return new ListEntry(json, 0, ticketNo, updateTime, updateTimeSent, state, product, "", Span.UNKNOWN);
        }

        /** A plain loop, because it runs for every ticket: a stream would take a tenth of the time of reading it. */
        private static boolean isUsable(String ticketNo) {
            boolean isBlank = true;
            for (int i = 0; i < ticketNo.length(); i++) {
                int c = ticketNo.codePointAt(i);
                if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                    return false;
                }
                // isWhitespace misses no-break spaces, isSpaceChar misses tabs: test both.
                isBlank = isBlank && (Character.isWhitespace(c) || Character.isSpaceChar(c));
                i += Character.charCount(c) - 1;
            }
            return !isBlank;
        }
    }
}
