package io.github.ticketstream.content;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.JsonSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * A ticket's content, to compare it: its JSON without dropped and ignored fields, with masked ones masked, in one form
 * for all its spellings. Published records keep their spelling.
 *
 * <p>It has no blanks; members in the order of their names' UTF-16 units, of a member that stands there twice the last
 * one; strings with no more escapes than they need; numbers as plain decimals with all their digits: {@code 2.50} is
 * {@code 2.5} and {@code 1e2} is {@code 100}, while {@code 9007199254740993} stays what it is.
 *
 * @param members the top-level fields, each value in that form
 */
public record TicketContent(SortedMap<String, String> members) {
    /** A longer number keeps its spelling, one with so many zeros its exponent: either takes long to write. */
    private static final int MAX_NUMBER = 1_000;
    /** At most so many zeros are written out for an exponent. */
    private static final int MAX_ZEROS = 30;

    private static final int MAX_FIELD_HASHES = 100;

    public static final class Reader {
        private final PrivateFields privateFields;
        private final Set<String> ignored;

        public Reader(TicketSettings settings) {
            this.privateFields = new PrivateFields(settings.content());
            this.ignored = Set.copyOf(settings.content().ignoreFields());
        }

        public TicketContent of(JsonSlice ticket) {
            byte[] bytes = privateFields.remove(ticket);
            try (JsonParser parser = new JsonSlice(bytes, 0, bytes.length).parser()) {
                parser.nextToken();
                return content(parser);
            } catch (IOException e) {
                throw new UncheckedIOException("an entry that was read before can't be read again", e);
            }
        }

        private TicketContent content(JsonParser parser) throws IOException {
            SortedMap<String, String> members = readMembers(parser);
            members.keySet().removeAll(ignored);
            return new TicketContent(members);
        }
    }

    /** Reads the object on whose start the parser stands, and moves the parser to the object's end. */
    private static SortedMap<String, String> readMembers(JsonParser parser) throws IOException {
        SortedMap<String, String> members = new TreeMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static String value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(readMembers(parser));
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> string(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            default -> parser.getText();
        };
    }

    private static String object(SortedMap<String, String> members) {
        StringJoiner object = new StringJoiner(",", "{", "}");
        members.forEach((name, value) -> object.add(string(name) + ":" + value));
        return object.toString();
    }

    private static String array(JsonParser parser) throws IOException {
        StringJoiner array = new StringJoiner(",", "[", "]");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array.toString();
    }

    private static String string(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** Converts by digits, never by way of a binary fraction. */
    static String number(String text) {
        if (text.length() > MAX_NUMBER) {
            return text;
        }
        try {
            BigDecimal number = new BigDecimal(text).stripTrailingZeros();
            // 1e999 has five bytes, and a thousand digits written out: a ticket full of them would fill the memory.
            return Math.abs((long) number.scale()) > MAX_ZEROS ? number.toString() : number.toPlainString();
        } catch (ArithmeticException | NumberFormatException e) {
            // An exponent past all bounds: only the same spelling is known to mean the same.
            return text;
        }
    }

    /**
     * A checksum of an entry's bytes: if it is the same as before, so is the entry. Two entries that differ in at most
     * four bytes in a row never have the same one; others do one time in four billion. Never 0.
     */
    public static int checksum(JsonSlice ticket) {
        CRC32C sum = new CRC32C();
        sum.update(ticket.bytes(), ticket.offset(), ticket.length());
        int value = (int) sum.getValue();
        return value == 0 ? 1 : value;
    }

    /** The first 64 bits of the SHA-256 of {@link #canonical}. */
    public long hash() {
        String text = canonical();
        // UTF-8 has no bytes for half of a surrogate pair.
        boolean isEncodable = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        return ByteBuffer.wrap(DigestUtils.sha256(
                        isEncodable ? text : text.codePoints().boxed().toList().toString()))
                .getLong();
    }

    /** A hash for this process alone: three times as fast, and not safe against contents made to collide. */
    public long localHash() {
        int sum = 0;
        for (Map.Entry<String, String> member : members.entrySet()) {
            sum += MurmurHash3.hash32(
                    member.getKey().hashCode(), member.getValue().hashCode());
        }
        return sum;
    }

    /** Returns the fields' hashes by name; only the first ones if a ticket has very many fields. */
    public Map<String, Integer> fieldHashes() {
        Map<String, Integer> hashes = new HashMap<>();
        for (Map.Entry<String, String> member : members.entrySet()) {
            if (hashes.size() < MAX_FIELD_HASHES) {
                hashes.put(member.getKey(), member.getValue().hashCode());
            }
        }
        return hashes;
    }

    String canonical() {
        return object(members);
    }
}
