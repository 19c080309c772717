package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One JSON value, byte for byte as it was received, inside the body that it came with.
 *
 * @param bytes the whole body; not to be changed
 */
public record JsonSlice(byte[] bytes, int offset, int length) {
    /** The parser keeps about 60 bytes for each level, so this is 6 MB at most. */
    private static final int MAX_LEVELS = 100_000;
    /** A name takes up to 8 times its length while it is read. Kafka hardly ever allows longer records. */
    private static final int MAX_NAME = 1_000_000;

    /** UTF-8 only: slices are byte offsets. No number or text is converted before its length is checked. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_LEVELS)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Reads what other programs write instead of JSON, but an entry that is missing. */
    private static final JsonFactory LENIENT = JSON.rebuild()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.values())
            .disable(JsonReadFeature.ALLOW_YAML_COMMENTS)
            .disable(JsonReadFeature.ALLOW_MISSING_VALUES)
            .disable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    /**
     * A factory keeps thousands of field names, however long they are. So each large text gets a factory of its own;
     * some small ones in a row share one, which halves the time and keeps 4 MB of names at most.
     */
    private static final int SMALL = 4_096;

    private static final int SHARED_BY = 1_000;
    private static final AtomicInteger USES = new AtomicInteger();
    private static volatile JsonFactory shared = JSON;

    static JsonSlice ofBody(byte[] body) {
        return new JsonSlice(body, 0, body.length);
    }

    /** The value that a parser over {@code whole} stands on; the parser is moved to the value's end. */
    public static JsonSlice ofCurrent(JsonParser parser, JsonSlice whole) throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken().isScalarValue()) {
            // Tokens are lazy: the parser's location is behind a string only after a call for its text.
            parser.getTextLength();
        }
        parser.skipChildren();
        long end = parser.currentLocation().getByteOffset();
        return whole.part(start, end);
    }

    /** A part of this value, by offsets relative to its start. */
    JsonSlice part(long start, long end) {
        return new JsonSlice(bytes, offset + (int) start, (int) (end - start));
    }

    /** The current value if it is an integer from 1 to {@code most}, as a number or as a string of digits, else 0. */
    public static long positiveLong(JsonParser parser, long most) throws IOException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
            return 0;
        }
        // Checks the characters first: a parser would convert a million digits.
        int end = parser.getTextOffset() + parser.getTextLength();
        char[] text = parser.getTextCharacters();
        long value = 0;
        for (int i = parser.getTextOffset(); i < end; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9 || value > (most - digit) / 10) {
                return 0;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    /** A parser over this value alone. Its offsets are relative to the start of the value. */
    public JsonParser parser() throws IOException {
        if (length > SMALL) {
            return JSON.copy().createParser(bytes, offset, length);
        }
        if (USES.getAndIncrement() % SHARED_BY == 0) {
            shared = JSON.copy();
        }
        return shared.createParser(bytes, offset, length);
    }

    /** Returns a parser that also finds the end of a text that only looks like JSON. */
    public JsonParser lenientParser() throws IOException {
        return LENIENT.copy().createParser(bytes, offset, length);
    }

    boolean isValid() {
        try (JsonParser parser = parser()) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    public String text() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    /** Omits the content, which may be a token or personal. */
    @Override
    public String toString() {
        return "JsonSlice[" + length + " bytes]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonSlice that
                && Arrays.equals(bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }
}
