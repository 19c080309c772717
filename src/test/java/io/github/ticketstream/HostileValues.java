package io.github.ticketstream;

import java.util.List;
import java.util.stream.Stream;

/** JSON values that stand where others are expected, and texts that only look like JSON. */
final class HostileValues {
    static final List<String> JSON = all(
            """
            null true false 0 -0 -1 1 1.5 1e3 1e400 1E-999999999 1e999999999 2147483648 9223372036854775807
            9223372036854775808 -9223372036854775809 253402300800000 1000000000000000000 "" "\\u00a0\\u2007\\u202f" "true" "7"
            "\\ud800" "\\udc00\\ud800" "\\u0000" "\\u001b[31m" [] {} [[]] {"success":true}""",
            "\" \"",
            "\"a\\nb\\r\\nx-injected: 1\"",
            "9".repeat(5_000),
            "0." + "1".repeat(5_000),
            "\"" + "x".repeat(70_000) + "\"",
            HostileReplies.nested(990),
            HostileReplies.nested(1_000),
            HostileReplies.nested(99_000),
            "{\"" + "n".repeat(60_000) + "\":1}");

    static final List<String> NO_JSON = all("""
            NaN Infinity -Infinity 0x10 010 +1 .5 1. '' "\\x" [1,] {"a":1,} /**/1""", "\"\t\"", HostileReplies.nested(100_100), "[".repeat(200_000), "");

    static final List<String> ALL =
            Stream.of(JSON, NO_JSON).flatMap(List::stream).toList();

    /**
     * In hex: halves of surrogate pairs and whole pairs in UTF-8, overlong forms, beyond U+10FFFF, cut short, bytes that
     * never occur, byte order marks, UTF-16.
     */
    static final List<String> NO_UTF8 = all("""
            eda080 edb080 eda0bdedb2a1 c080 c1bf e08080 f0808080 f4908080 f5808080 f7bfbfbf f888808080 c3 e282 f09f92 80 bf
            fe ff 00 7f c285 efbbbf fffe feff 0022""");

    /** Numbers that would break a header, a key or a line of text, if they were not carried as they are. */
    static final List<String> ODD_NUMBERS = all("""
            \\u0000 \\ud83d\\udca1 \\u200b \\u202e @1 dead-letter/ ../.. ${body} {{tickets.topic}} \\\\ '\\\"""", "a\\nb: c\\r\\n", "x".repeat(10_000), " T ");

    static final List<String> UNUSABLE_NUMBERS = all("""
            "" "\\u00a0" "\\u2007\\u202f\\u3000" "\\ud800" "a\\udc00" null 17 ["T"]""", "\" \\n\"");

    static final List<String> UNUSABLE_TIMES = all("""
            "0x17d75a0e1f9" 1638356077881.5 1e18 1000000000000000000 9223372036854775809 -5 0 253402300800000 null true {}""", "\"1638356077881 \"", "9".repeat(3_000));

    private HostileValues() {}

    /** Words between blanks, and what has blanks itself or is too long to be written. */
    private static List<String> all(String words, String... others) {
        return Stream.concat(Stream.of(words.split("\\s+")), Stream.of(others)).toList();
    }
}
