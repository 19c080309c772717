package io.github.ticketstream.published;

import java.util.regex.Pattern;

/** The keys of the state topic: ticket numbers, bad entries that were published, and the stream's own notes. */
public final class StateKeys {
    /** The transactional id of the stream whose topic it is. */
    public static final String OWNER = "stream/owner";
    /** The calls of this month. */
    public static final String CALLS = "stream/calls";
    /** The filters of the complete sweeps. */
    public static final String FILTERS = "stream/filters";
    /** Whether a sweep was ever complete. */
    public static final String FIRST_SWEEP = "stream/first-sweep";
    /** How many tickets the API gives in one call. */
    public static final String PAGE_SIZE = "stream/page-size";

    /** The header of a mark that replaces another one: behind a tombstone it does not count. */
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

    /** Returns whether no ticket can have this number, because its mark would be taken for another note. */
    public static boolean isReserved(String key) {
        return isStream(key) || isDeadLetter(key);
    }
}
