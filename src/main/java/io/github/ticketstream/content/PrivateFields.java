package io.github.ticketstream.content;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ticketstream.settings.ContentSettings;
import io.github.ticketstream.tuya.JsonSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Removes or masks fields of an entry; all its other bytes stay as they are. Of a ticket those at its top level, of what is no
 * ticket those of any object in it, however deep. A masked value becomes the HMAC-SHA256 of its text, in lower-case hex: of a
 * string the text that it stands for, of any other value its JSON; null stays null.
 */
public final class PrivateFields {
    /** {@code "":1,} becomes so many times longer, and nothing grows more. */
    private static final int MOST_GROWTH = 14;

    private final Set<String> dropped;
    private final Set<String> masked;
    private final HmacUtils hmac;

    public PrivateFields(ContentSettings settings) {
        this.dropped = Set.copyOf(settings.dropFields());
        this.masked = Set.copyOf(settings.maskFields());
        this.hmac = masked.isEmpty()
                ? null
                : new HmacUtils(HmacAlgorithms.HMAC_SHA_256, settings.maskKey().getBytes(StandardCharsets.UTF_8));
    }

    /** The most bytes that {@link #remove} can return. A field may stand there any number of times. */
    public long mostBytes(JsonSlice entry) {
        return masked.isEmpty() ? entry.length() : (long) MOST_GROWTH * entry.length();
    }

    /** A ticket's bytes without what is private. */
    public byte[] remove(JsonSlice ticket) {
        if (dropped.isEmpty() && masked.isEmpty()) {
            return ticket.toBytes();
        }
        try (JsonParser parser = ticket.parser()) {
            return rejoined(parser, ticket, 1);
        } catch (IOException e) {
            throw new UncheckedIOException("an entry that was read before can't be read again", e);
        }
    }

    /** The same of what is no ticket, and maybe no JSON: wherever a field of that name stands. */
    public byte[] removeAnywhere(JsonSlice entry) {
        if (dropped.isEmpty() && masked.isEmpty()) {
            return entry.toBytes();
        }
        try (JsonParser parser = entry.lenientParser()) {
            return rejoined(parser, entry, Integer.MAX_VALUE);
        } catch (IOException e) {
            // What can't be told from what is private is private.
            return new byte[0];
        }
    }

    /** Identifies what is no ticket by what is left of it. */
    public String sha256(JsonSlice entry) {
        return DigestUtils.sha256Hex(removeAnywhere(entry));
    }

    /** @param deepest of objects on a deeper level than that no field is looked at */
    private byte[] rejoined(JsonParser parser, JsonSlice entry, int deepest) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(entry.length());
        int done = 0;
        int level = 0;
        // By level, whether the object there has kept a field yet.
        BitSet kept = new BitSet();
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token.isStructStart()) {
                level++;
                kept.clear(level);
                if (level > deepest) {
                    parser.skipChildren();
                    level--;
                }
            } else if (token.isStructEnd()) {
                level--;
            } else if (token == JsonToken.FIELD_NAME) {
                boolean first = !kept.get(level);
                int nameStart = (int) parser.currentTokenLocation().getByteOffset();
                if (dropped.contains(parser.currentName())) {
                    write(entry, done, gapBefore(entry, nameStart, done), out);
                    done = end(value(parser, entry), entry);
                    continue;
                }
                kept.set(level);
                if (first) {
                    // The comma behind a field that was dropped before it.
                    int gap = gapBefore(entry, nameStart, done);
                    int comma = afterComma(entry, gap, nameStart);
                    if (comma > gap) {
                        write(entry, done, gap, out);
                        done = comma;
                    }
                }
                if (masked.contains(parser.currentName())) {
                    done = mask(parser, entry, done, out);
                }
            }
        }
        write(entry, done, entry.length(), out);
        return out.toByteArray();
    }

    /** Writes up to the value of the field that the parser stands on, and its mask; returns where the value ends. */
    private int mask(JsonParser parser, JsonSlice entry, int done, ByteArrayOutputStream out) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return done;
        }
        String text = token == JsonToken.VALUE_STRING ? parser.getText() : null;
        JsonSlice value = JsonSlice.ofCurrent(parser, entry);
        write(entry, done, value.offset() - entry.offset(), out);
        String hidden = '"' + hmac.hmacHex(text != null ? text : value.text()) + '"';
        out.writeBytes(hidden.getBytes(StandardCharsets.UTF_8));
        return end(value, entry);
    }

    private static JsonSlice value(JsonParser parser, JsonSlice entry) throws IOException {
        parser.nextToken();
        return JsonSlice.ofCurrent(parser, entry);
    }

    private static int end(JsonSlice value, JsonSlice entry) {
        return value.offset() - entry.offset() + value.length();
    }

    private static void write(JsonSlice entry, int from, int to, ByteArrayOutputStream out) {
        out.write(entry.bytes(), entry.offset() + from, to - from);
    }

    /** Where the blanks before a field, and the comma among them, begin; not before what is done. */
    private static int gapBefore(JsonSlice entry, int nameStart, int done) {
        int gap = nameStart;
        boolean comma = false;
        while (gap > done) {
            byte before = entry.bytes()[entry.offset() + gap - 1];
            if (before != ' ' && before != '\t' && before != '\r' && before != '\n' && (comma || before != ',')) {
                break;
            }
            comma |= before == ',';
            gap--;
        }
        return gap;
    }

    private static int afterComma(JsonSlice entry, int from, int to) {
        for (int i = from; i < to; i++) {
            if (entry.bytes()[entry.offset() + i] == ',') {
                return i + 1;
            }
        }
        return from;
    }
}
