package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One JSON value, byte for byte as it was received, inside the body that it came with.
 *
 * @param bytes the whole body; not to be changed
 */
public record JsonSlice(byte[] bytes, int offset, int length) {
    /** Digits of the largest long. */
    private static final int LONGEST_NUMBER = 19;

    /** A whole body. */
    static JsonSlice ofBody(byte[] body) {
        return new JsonSlice(body, 0, body.length);
    }

    /** The value that a parser over {@code whole} stands on; the parser is moved to the value's end. */
    public static JsonSlice ofCurrent(JsonParser parser, JsonSlice whole) throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken().isScalarValue()) {
            // Tokens are lazy: the parser's location is past a string only when its text was asked for.
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

    /**
     * The current value if it is an integer from 1 to {@code most}, as a number or as a string of digits, else 0. Never
     * fails on long numbers.
     */
    public static long positiveLong(JsonParser parser, long most) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return positiveLong(parser.getText(), most);
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getTextLength() > LONGEST_NUMBER) {
            return 0;
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return 0;
        }
        long value = parser.getLongValue();
        return value > 0 && value <= most ? value : 0;
    }

    private static long positiveLong(String text, long most) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > (most - digit) / 10) {
                return 0;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    /** A parser over this value alone. Its offsets are relative to the start of the value. */
    public JsonParser parser() throws IOException {
        return JsonParsers.forReply(bytes, offset, length);
    }

    /** The same for what may be no JSON. */
    public JsonParser lenientParser() throws IOException {
        return JsonParsers.lenient(bytes, offset, length);
    }

    /** A copy of the value's bytes. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** The value's JSON. */
    public String text() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    /** Without its content, which may be a token or personal. */
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
