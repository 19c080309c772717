package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/**
 * Parsers over what somebody else wrote. A factory keeps every field name for later, thousands of them, however long they
 * are: so a large text has one of its own, and some small ones after each other share one, for half the time.
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

    /** What other programs write and take for JSON. */
    private static final JsonFactory LENIENT = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_MISSING_VALUES)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .streamReadConstraints(REPLY.streamReadConstraints())
            .build();

    /** So one factory never has names of more than 4 MB. */
    private static final int SHARED_BY = 1_000;

    private static final int SMALL = 4_096;

    private static JsonFactory shared = REPLY;
    private static int uses;

    private JsonParsers() {}

    /** For what holds other people's entries: one that goes too far must not cost the whole page. */
    static JsonParser forReply(byte[] bytes, int offset, int length) throws IOException {
        JsonFactory factory = length > SMALL ? REPLY.copy() : shared();
        return factory.createParser(bytes, offset, length);
    }

    /** For what is no JSON, so that it can be told where it ends. */
    static JsonParser lenient(byte[] bytes, int offset, int length) throws IOException {
        return LENIENT.copy().createParser(bytes, offset, length);
    }

    private static synchronized JsonFactory shared() {
        if (uses++ % SHARED_BY == 0) {
            shared = REPLY.copy();
        }
        return shared;
    }
}
