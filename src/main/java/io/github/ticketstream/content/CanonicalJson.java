package io.github.ticketstream.content;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * JSON in the one form that all its spellings share, after RFC 8785: no blanks, members in the order of their names' UTF-16
 * units, of a member that stands there twice the last one, strings with no more escapes than they need. Numbers are written
 * as RFC 8785 writes them, but with all their digits: {@code 2.50} is {@code 2.5} and {@code 1e2} is {@code 100}, while
 * {@code 9007199254740993} stays what it is. A number of more than {@value #LONGEST_NUMBER} characters keeps its spelling.
 */
final class CanonicalJson {
    private static final int LONGEST_NUMBER = 1_000;
    // Where RFC 8785 begins to write numbers with an exponent.
    private static final int MOST_INTEGER_DIGITS = 21;
    private static final int MOST_LEADING_ZEROS = 5;

    private CanonicalJson() {}

    /**
     * The members of the object on whose start the parser stands, each value in canonical form; the parser is moved to the
     * object's end.
     */
    static SortedMap<String, String> members(JsonParser parser) throws IOException {
        SortedMap<String, String> members = new TreeMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    /** An object with these members. */
    static String object(SortedMap<String, String> members) {
        StringJoiner object = new StringJoiner(",", "{", "}");
        members.forEach((name, value) -> object.add(string(name) + ":" + value));
        return object.toString();
    }

    private static String value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(members(parser));
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> string(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> number(parser.getText());
            default -> parser.getText();
        };
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

    /** JSON has but one spelling of an integer, save for zero and for what is written with an exponent here. */
    private static String integer(String text) {
        return text.length() <= MOST_INTEGER_DIGITS && !text.equals("-0") ? text : number(text);
    }

    /** By its digits and the place of its point, never by way of a binary fraction. */
    static String number(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return text;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text).stripTrailingZeros();
        } catch (ArithmeticException | NumberFormatException e) {
            // An exponent past all bounds: only the same spelling is known to mean the same.
            return text;
        }
        BigInteger unscaled = number.unscaledValue();
        String digits = unscaled.abs().toString();
        // The number is 0.<digits> times ten to this power.
        long point = digits.length() - (long) number.scale();
        return (unscaled.signum() < 0 ? "-" : "") + (unscaled.signum() == 0 ? "0" : written(digits, point));
    }

    private static String written(String digits, long point) {
        if (point > 0 && point <= MOST_INTEGER_DIGITS) {
            int whole = (int) point;
            return digits.length() <= whole
                    ? digits + "0".repeat(whole - digits.length())
                    : digits.substring(0, whole) + "." + digits.substring(whole);
        }
        if (point <= 0 && point >= -MOST_LEADING_ZEROS) {
            return "0." + "0".repeat((int) -point) + digits;
        }
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + fraction + "e" + (point > 0 ? "+" : "") + (point - 1);
    }
}
