package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Entries as they are read from a page, for tests of what is made of them. */
public final class ListEntries {
    private ListEntries() {}

    /** The entry that this text is, on a page of this number. */
    public static ListEntry entry(String json, int page) {
        return entry(json.getBytes(StandardCharsets.UTF_8), page);
    }

    /** The same in a reply that was asked for and came then. */
    public static ListEntry entry(String json, long askedAt, long cameAt) {
        return entry(json, 1).seen(new ListEntry.Span(askedAt, cameAt), field -> true);
    }

    /** The same entry, in a reply that came after all others. */
    public static ListEntry youngest(ListEntry entry) {
        return entry.seen(ListEntry.Span.UNKNOWN, field -> true);
    }

    /** The entry that these bytes are, on a page of this number. */
    public static ListEntry entry(byte[] json, int page) {
        JsonSlice whole = JsonSlice.ofBody(json);
        try (JsonParser parser = whole.parser()) {
            parser.nextToken();
            return ListEntry.read(parser, whole).onPage(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
