package io.github.ticketstream.process;

import java.util.regex.Pattern;

/**
 * Makes foreign text printable: the API's words, ticket numbers, keys of records, messages of libraries. Characters
 * that move a terminal's cursor or reverse the direction of text become a question mark, line breaks a blank; all
 * others stay.
 */
public final class Printable {
    /** Controls, formats (bidirectional ones among them), separators of lines and paragraphs, halves of characters. */
    private static final Pattern HARMFUL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private static final Pattern LINE_BREAKS = Pattern.compile("[\\t\\n\\r\\u0085\\u2028\\u2029]+");
    /** A word that could be a token, by its length and its digits. */
    private static final Pattern LONG_WORD = Pattern.compile("(?=[\\w+/=]*\\d)[\\w+/=]{20,}");

    private Printable() {}

    /** The text on one line. */
    public static String of(String text) {
        return text == null || isPlain(text)
                ? text
                : HARMFUL.matcher(LINE_BREAKS.matcher(text).replaceAll(" ")).replaceAll("?");
    }

    /** Does the same, and cuts the text to so many characters. */
    public static String of(String text, int most) {
        return text.length() <= most ? of(text) : of(text.substring(0, most)) + "…";
    }

    /** Does the same without words that could be a token, a signature or a key. */
    public static String withoutSecrets(String text) {
        return text == null ? null : LONG_WORD.matcher(of(text)).replaceAll("…");
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
