package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/**
 * Parsers over what somebody else wrote. Each is made by a factory of its own: one that is shared keeps every field name
 * for later, thousands of them, however long they are.
 *
 * <p>UTF-8 only: byte offsets are what slices are made of. Numbers and texts may be as long as they like, since none is
 * converted but those that are checked first.
 */
final class JsonParsers {
    /** Of one level the parser keeps about 60 bytes, so this is 6 MB at most. */
    private static final int MOST_LEVELS = 100_000;
    /** A name takes up to 8 times its length while it is read. Records of more are hardly ever allowed by Kafka. */
    private static final int LONGEST_NAME = 1_000_000;

    private static final JsonFactory REPLY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_LEVELS)
                    .maxNameLength(LONGEST_NAME)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonParsers() {}

    /** For what holds other people's entries: one that goes too far must not cost the whole page. */
    static JsonParser forReply(byte[] bytes, int offset, int length) throws IOException {
        return REPLY.copy().createParser(bytes, offset, length);
    }
}
