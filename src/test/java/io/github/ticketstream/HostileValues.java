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

    private HostileValues() {}

    /** Words between blanks, and what has blanks itself or is too long to be written. */
    private static List<String> all(String words, String... others) {
        return Stream.concat(Stream.of(words.split("\\s+")), Stream.of(others)).toList();
    }
}
