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
 * Removes or masks fields of an entry; all its other bytes stay as they are. In a ticket it looks at the top level; in
 * an entry that is no ticket, at every object, however deep. A masked value becomes the HMAC-SHA256 of its text in
 * lower-case hex: the text of a string, or the JSON of any other value; null stays null.
 */
public final class PrivateFields {
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

    public byte[] remove(JsonSlice ticket) {
        if (dropped.isEmpty() && masked.isEmpty()) {
            return ticket.toBytes();
        }
        try (JsonParser parser = ticket.parser()) {
            return new Copy(parser, ticket).withoutPrivate(1);
        } catch (IOException e) {
            throw new UncheckedIOException("an entry that was read before can't be read again", e);
        }
    }

    /** Does the same with an entry that is no ticket, and may be no JSON, wherever a field of that name stands. */
    public byte[] removeAnywhere(JsonSlice entry) {
        if (dropped.isEmpty() && masked.isEmpty()) {
            return entry.toBytes();
        }
        try (JsonParser parser = entry.lenientParser()) {
            return new Copy(parser, entry).withoutPrivate(Integer.MAX_VALUE);
        } catch (IOException e) {
            // If private fields cannot be distinguished, all of it is private.
            return new byte[0];
        }
    }

    /** Identifies an entry that is no ticket by its bytes without private fields. */
    public String sha256(JsonSlice entry) {
        return DigestUtils.sha256Hex(removeAnywhere(entry));
    }

    /** One entry, copied up to {@code done}. */
    private final class Copy {
        private final JsonParser parser;
        private final JsonSlice entry;
        private final ByteArrayOutputStream out;
        private int done;

        Copy(JsonParser parser, JsonSlice entry) {
            this.parser = parser;
            this.entry = entry;
            this.out = new ByteArrayOutputStream(entry.length());
        }

        /** @param deepest of objects on a deeper level than that no field is looked at */
        byte[] withoutPrivate(int deepest) throws IOException {
            int level = 0;
            // For each level, whether its object has kept a field yet.
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
                } else if (token == JsonToken.FIELD_NAME && dropped.contains(parser.currentName())) {
                    drop(kept.get(level));
                } else if (token == JsonToken.FIELD_NAME) {
                    kept.set(level);
                    mask();
                }
            }
            copyTo(entry.length());
            return out.toByteArray();
        }

        /** Drops a field with the comma before it; if no field before it was kept, with the comma behind it. */
        private void drop(boolean hasOneBefore) throws IOException {
            copyTo(gapBefore((int) parser.currentTokenLocation().getByteOffset()));
            parser.nextToken();
            done = end(JsonSlice.ofCurrent(parser, entry));
            int next = done;
            while (next < entry.length() && isBlank(at(next))) {
                next++;
            }
            if (!hasOneBefore && next < entry.length() && at(next) == ',') {
                done = next + 1;
            }
        }

        private void mask() throws IOException {
            if (!masked.contains(parser.currentName()) || parser.nextToken() == JsonToken.VALUE_NULL) {
                return;
            }
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
            JsonSlice value = JsonSlice.ofCurrent(parser, entry);
            copyTo(value.offset() - entry.offset());
            String hidden = '"' + hmac.hmacHex(text != null ? text : value.text()) + '"';
            out.writeBytes(hidden.getBytes(StandardCharsets.UTF_8));
            done = end(value);
        }

        private void copyTo(int end) {
            out.write(entry.bytes(), entry.offset() + done, end - done);
            done = end;
        }

        private int end(JsonSlice value) {
            return value.offset() - entry.offset() + value.length();
        }

        /** Returns where the blanks before a field, and the comma among them, begin, but nothing already copied. */
        private int gapBefore(int nameStart) {
            int gap = nameStart;
            boolean comma = false;
            while (gap > done && (isBlank(at(gap - 1)) || (!comma && at(gap - 1) == ','))) {
                comma |= at(gap - 1) == ',';
                gap--;
            }
            return gap;
        }

        private byte at(int index) {
            return entry.bytes()[entry.offset() + index];
        }
    }

    private static boolean isBlank(byte unit) {
        return unit == ' ' || unit == '\t' || unit == '\r' || unit == '\n';
    }
}
