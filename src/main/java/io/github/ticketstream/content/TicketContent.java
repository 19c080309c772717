package io.github.ticketstream.content;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.JsonSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.zip.CRC32C;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * What a ticket says, as far as anyone may know it: its JSON without dropped and ignored fields, with masked ones masked, in
 * {@link CanonicalJson canonical} form.
 *
 * @param members the top-level fields, each value in canonical form
 */
public record TicketContent(SortedMap<String, String> members) {
    /** Reads tickets under these settings. */
    public static final class Reader {
        private final PrivateFields privateFields;
        private final Set<String> ignored;

        public Reader(TicketSettings settings) {
            this.privateFields = new PrivateFields(settings.content());
            this.ignored = Set.copyOf(settings.content().ignoreFields());
        }

        /**
         * The hash of the content of a record that was published under these settings: its private fields are hidden already. 0
         * if it is no JSON object, since others can write records, too.
         */
        public long hashOfPublished(byte[] record) {
            try (JsonParser parser = new JsonSlice(record, 0, record.length).parser()) {
                return parser.nextToken() == JsonToken.START_OBJECT
                        ? content(parser).hash()
                        : 0;
            } catch (IOException | StackOverflowError e) {
                // Or nested deeper than any ticket is.
                return 0;
            }
        }

        /** The content of an entry that is a ticket. */
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
            SortedMap<String, String> members = CanonicalJson.members(parser);
            members.keySet().removeAll(ignored);
            return new TicketContent(members);
        }
    }

    /**
     * Of an entry's bytes: where it is the same as before, so is the entry. Two that differ in no more than four bytes in a row
     * never have the same one, others one time in four billion. Never 0.
     */
    public static int quick(JsonSlice ticket) {
        CRC32C sum = new CRC32C();
        sum.update(ticket.bytes(), ticket.offset(), ticket.length());
        int value = (int) sum.getValue();
        return value == 0 ? 1 : value;
    }

    /** The first 64 bits of the content's SHA-256. */
    public long hash() {
        return ByteBuffer.wrap(sha256()).getLong();
    }

    /**
     * A hash to be compared within this process alone: a third of the time, with 32 bits, which are the upper ones, and not
     * safe against somebody who looks for two contents that have the same.
     */
    public long quickHash() {
        int sum = 0;
        for (Map.Entry<String, String> member : members.entrySet()) {
            sum += MurmurHash3.hash32(
                    member.getKey().hashCode(), member.getValue().hashCode());
        }
        return (long) sum << Integer.SIZE;
    }

    /** The form of which the hash is taken. */
    String canonical() {
        return CanonicalJson.object(members);
    }

    private byte[] sha256() {
        String text = canonical();
        ByteBuffer bytes;
        try {
            bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            // Half of a surrogate pair, which no encoding knows.
            bytes = ByteBuffer.allocate(Character.BYTES * text.length());
            bytes.duplicate().asCharBuffer().put(text);
        }
        return new DigestUtils(MessageDigestAlgorithms.SHA_256).digest(bytes);
    }
}
