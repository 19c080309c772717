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

    /** The entry that these bytes are, on a page of this number. */
    public static ListEntry entry(byte[] json, int page) {
        return entry(json, page, 0);
    }

    /** The entry that these bytes are, on a page of this number that was served at this time. */
    public static ListEntry entry(byte[] json, int page, long servedAt) {
        JsonSlice whole = JsonSlice.ofBody(json);
        try (JsonParser parser = whole.parser()) {
            parser.nextToken();
            return ListEntry.read(parser, whole).onPage(page, servedAt);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
