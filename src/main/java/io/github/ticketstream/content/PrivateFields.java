package io.github.ticketstream.content;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ticketstream.settings.Privacy;
import io.github.ticketstream.tuya.JsonSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Removes or masks top-level fields of an entry; all its other bytes stay as they are. A masked value becomes the
 * HMAC-SHA256 of its text, in lower-case hex: of a string the text that it stands for, of any other value its JSON; null
 * stays null.
 */
public final class PrivateFields {
    /** Of an HMAC-SHA256 in hex, with its quotation marks. */
    private static final int MASK_BYTES = 66;

    private final Set<String> dropped;
    private final Set<String> masked;
    private final HmacUtils hmac;

    public PrivateFields(Privacy privacy) {
        this.dropped = Set.copyOf(privacy.dropFields());
        this.masked = Set.copyOf(privacy.maskFields());
        this.hmac = masked.isEmpty()
                ? null
                : new HmacUtils(HmacAlgorithms.HMAC_SHA_256, privacy.maskKey().getBytes(StandardCharsets.UTF_8));
    }

    /** The most bytes that {@link #remove} can return. */
    public int mostBytes(JsonSlice entry) {
        return entry.length() + masked.size() * MASK_BYTES;
    }

    /** The entry's bytes without what is private. An entry that is no object has no fields. */
    public byte[] remove(JsonSlice entry) {
        if (dropped.isEmpty() && masked.isEmpty()) {
            return entry.toBytes();
        }
        try (JsonParser parser = entry.parser()) {
            return parser.nextToken() == JsonToken.START_OBJECT ? rejoined(parser, entry) : entry.toBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("an entry that was read before can't be read again", e);
        }
    }

    /** Identifies an entry by what is left of it. */
    public String sha256(JsonSlice entry) {
        return DigestUtils.sha256Hex(remove(entry));
    }

    private byte[] rejoined(JsonParser parser, JsonSlice entry) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(entry.length());
        out.write('{');
        boolean first = true;
        int end = 1;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            int nameStart = (int) parser.currentTokenLocation().getByteOffset();
            JsonToken token = parser.nextToken();
            String text = token == JsonToken.VALUE_STRING ? parser.getText() : null;
            JsonSlice value = JsonSlice.ofCurrent(parser, entry);
            int valueStart = value.offset() - entry.offset();
            int endBefore = end;
            end = valueStart + value.length();
            if (dropped.contains(field)) {
                continue;
            }
            // Keep what stands before the field: blanks, and the comma unless no field was kept before.
            int start = first ? afterComma(entry, endBefore, nameStart) : endBefore;
            first = false;
            if (masked.contains(field) && token != JsonToken.VALUE_NULL) {
                out.write(entry.bytes(), entry.offset() + start, valueStart - start);
                String hidden = '"' + hmac.hmacHex(text != null ? text : value.text()) + '"';
                out.writeBytes(hidden.getBytes(StandardCharsets.UTF_8));
            } else {
                out.write(entry.bytes(), entry.offset() + start, end - start);
            }
        }
        out.write(entry.bytes(), entry.offset() + end, entry.length() - end);
        return out.toByteArray();
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
