package io.github.ticketstream.published;

import java.util.regex.Pattern;

/** The keys of the state topic: ticket numbers, and what is kept beside them. */
public final class StateKeys {
    /** Under this key stands whose topic it is. */
    public static final String OWNER = "stream/owner";
    /** Under this key stands how many calls to the API there were in this month. */
    public static final String CALLS = "stream/calls";

    /** Under this key stands which tickets the complete sweeps asked for. */
    public static final String FILTERS = "stream/filters";

    /** The header of a mark that was decided on while there was one: behind a tombstone it stands by mistake. */
    public static final String REPLACES = "replaces";
    /** Under this key stands whether a sweep was ever complete. */
    public static final String FIRST_SWEEP = "stream/first-sweep";

    private static final String STREAM = "stream/";
    private static final String DEAD_LETTER = "dead-letter/";
    private static final Pattern DEAD_LETTER_KEY = Pattern.compile(DEAD_LETTER + "[0-9a-f]{64}");

    private StateKeys() {}

    /** The key under which it is remembered that a bad entry was published. */
    public static String deadLetter(String sha256) {
        return DEAD_LETTER + sha256;
    }

    /** Whether a key remembers a bad entry. */
    public static boolean isDeadLetter(String key) {
        return key.startsWith(DEAD_LETTER) && DEAD_LETTER_KEY.matcher(key).matches();
    }

    /** Whether a key is the stream's own memory. */
    public static boolean isStream(String key) {
        return key.startsWith(STREAM);
    }

    /** Whether no ticket can have this number, since its mark would be taken for something else. */
    public static boolean isReserved(String key) {
        return isStream(key) || isDeadLetter(key);
    }
}
