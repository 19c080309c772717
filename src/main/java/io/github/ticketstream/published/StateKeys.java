package io.github.ticketstream.published;

import java.util.regex.Pattern;

/** The keys of the state topic: ticket numbers, bad entries that were published, and what the stream notes of itself. */
public final class StateKeys {
    /** The transactional id of the stream whose topic it is. */
    public static final String OWNER = "stream/owner";
    /** How many calls to the API there were in this month. */
    public static final String CALLS = "stream/calls";
    /** Which tickets the complete sweeps asked for. */
    public static final String FILTERS = "stream/filters";
    /** Whether a sweep was ever complete. */
    public static final String FIRST_SWEEP = "stream/first-sweep";
    /** How many tickets the API gives in one call. */
    public static final String PAGE_SIZE = "stream/page-size";

    /** The header of a mark that was decided on while there was one: behind a tombstone it stands by mistake. */
    public static final String REPLACES = "replaces";

    private static final String DEAD_LETTER = "dead-letter/";
    private static final Pattern DEAD_LETTER_KEY = Pattern.compile(DEAD_LETTER + "[0-9a-f]{64}");

    private StateKeys() {}

    public static String deadLetter(String sha256) {
        return DEAD_LETTER + sha256;
    }

    public static boolean isDeadLetter(String key) {
        return key.startsWith(DEAD_LETTER) && DEAD_LETTER_KEY.matcher(key).matches();
    }

    public static boolean isStream(String key) {
        return key.startsWith("stream/");
    }

    /** Whether no ticket can have this number, since its mark would be taken for something else. */
    public static boolean isReserved(String key) {
        return isStream(key) || isDeadLetter(key);
    }
}
