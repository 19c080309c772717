package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries that are no JSON, such as one with a {@code NaN}, in a reply that is JSON but for them. They stop nobody else: the
 * reply is read with a number in the place of each.
 */
final class OddEntries {
    private static final String DEFECT = "not valid JSON, such as NaN or a number with a leading zero";

    private final JsonSlice body;
    private final Map<Integer, JsonSlice> byOffset = new HashMap<>();

    private OddEntries(JsonSlice body) {
        this.body = body;
    }

    /** @throws IOException if it can't be told where entries begin and end */
    static OddEntries in(JsonSlice body) throws IOException {
        OddEntries odd = new OddEntries(body);
        try (JsonParser parser = body.lenientParser()) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean result = parser.currentName().equals("result");
                    if (parser.nextToken() == JsonToken.START_OBJECT && result) {
                        odd.findInResult(parser);
                    }
                    parser.skipChildren();
                }
            }
        }
        return odd;
    }

    private void findInResult(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean list = parser.currentName().equals("list");
            if (parser.nextToken() == JsonToken.START_ARRAY && list) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    JsonSlice entry = JsonSlice.ofCurrent(parser, body);
                    if (!isJson(entry)) {
                        byOffset.put(entry.offset(), entry);
                    }
                }
            }
            parser.skipChildren();
        }
    }

    private static boolean isJson(JsonSlice entry) {
        try (JsonParser parser = entry.parser()) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    boolean isEmpty() {
        return byOffset.isEmpty();
    }

    /** The body with a number in the place of each, and everything else where it was. */
    byte[] blanked() {
        byte[] bytes = body.toBytes();
        for (JsonSlice entry : byOffset.values()) {
            Arrays.fill(bytes, entry.offset(), entry.offset() + entry.length(), (byte) ' ');
            if (entry.length() > 0) {
                bytes[entry.offset()] = '0';
            }
        }
        return bytes;
    }

    /** What was read of {@link #blanked}, with each of them as it was received. */
    List<ListEntry> restored(List<ListEntry> read) throws IOException {
        List<ListEntry> entries = new ArrayList<>(read);
        for (int i = 0; i < read.size(); i++) {
            JsonSlice odd = byOffset.get(read.get(i).json().offset());
            if (odd != null) {
                try (JsonParser parser = odd.lenientParser()) {
                    parser.nextToken();
                    entries.set(i, EntryReader.read(parser, odd).withDefect(DEFECT));
                }
            }
        }
        return entries;
    }
}
