package io.github.ticketstream.published;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A value of the state topic: an update time in decimal, epoch milliseconds, and behind each {@code :} a word about it:
 * {@code skipped} for a version that was recorded and not published, the hash of the content that was published, an
 * {@link Absence}. Unknown words are ignored.
 *
 * @param updateTime 0 if there is no mark, or none that is readable
 * @param content never {@link Content#isLocal local}, unless it is unknown
 */
public record Mark(long updateTime, boolean skipped, Content content, Absence absence) {
    /** No mark. */
    public static final Mark NONE = Mark.of(0);

    /** Stands for an unreadable mark: later than any version, so that no version counts as new. */
    static final Mark HELD_BACK = Mark.of(Long.MAX_VALUE);

    /** No ticket's update time is later: the end of the year 9999. */
    private static final long LATEST = 253_402_300_799_999L;

    private static final String SKIPPED = "skipped";
    private static final Pattern CONTENT = Pattern.compile("[0-9a-f]{24}");
    private static final int HASH_DIGITS = 16;

    /** Clears all other words if there is no update time: such a mark could not be read. */
    public Mark {
        if (updateTime <= 0) {
            updateTime = 0;
            skipped = false;
            absence = Absence.NONE;
        }
        if (updateTime == 0 || content.isLocal()) {
            content = Content.UNKNOWN;
        }
    }

    /**
     * The hash of a version's content, which distinguishes it from another version. In a mark: 16 hex digits of the
     * hash, then 8 of the settings.
     *
     * @param settings the fingerprint of the settings under which the hash was made: only equal ones can be compared; 0
     *     for a hash for this process alone, which no mark holds
     */
    public record Content(long hash, int settings) {
        public static final Content UNKNOWN = new Content(0, 0);

        static Content of(String word) {
            return new Content(
                    Long.parseUnsignedLong(word, 0, HASH_DIGITS, 16),
                    Integer.parseUnsignedInt(word, HASH_DIGITS, word.length(), 16));
        }

        public boolean isLocal() {
            return settings == 0;
        }

        /** Returns whether the two can be compared and differ. */
        public boolean differsFrom(Content other) {
            boolean known = !equals(UNKNOWN) && !other.equals(UNKNOWN);
            return known && settings == other.settings && hash != other.hash;
        }

        @Override
        public String toString() {
            return HexFormat.of().toHexDigits(hash) + HexFormat.of().toHexDigits(settings);
        }
    }

    public static Mark of(long updateTime) {
        return new Mark(updateTime, false, Content.UNKNOWN, Absence.NONE);
    }

    /** Returns the mark of a version that existed before the stream and is not published. */
    public Mark asSkipped() {
        return new Mark(updateTime, true, content, absence);
    }

    /** Returns the mark with this content, if a mark can hold it. */
    public Mark with(Content newContent) {
        return newContent.isLocal() ? this : new Mark(updateTime, skipped, newContent, absence);
    }

    public Mark with(Absence newAbsence) {
        return new Mark(updateTime, skipped, content, newAbsence);
    }

    /** Reads a record's value. Never fails. */
    public static Mark read(byte[] value) {
        if (value == null) {
            return NONE;
        }
        String text = new String(value, StandardCharsets.UTF_8);
        String[] words = text.split(":", -1);
        long time = SweepRecord.time(words[0]);
        Mark mark = time > LATEST ? NONE : of(time);
        for (int i = 1; i < words.length; i++) {
            mark = mark.withWord(words[i]);
        }
        return mark;
    }

    private Mark withWord(String word) {
        if (CONTENT.matcher(word).matches()) {
            return with(Content.of(word));
        }
        return word.equals(SKIPPED)
                ? asSkipped()
                : Absence.of(word).map(this::with).orElse(this);
    }

    /** Returns the record's value; null, a tombstone, if there is no mark. */
    public byte[] toBytes() {
        if (updateTime == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder().append(updateTime);
        if (skipped) {
            text.append(':').append(SKIPPED);
        }
        if (!content.isLocal()) {
            text.append(':').append(content);
        }
        if (!absence.is(Absence.Kind.NONE)) {
            text.append(':').append(absence);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns whether this version is on the ticket topic. */
    public boolean isPublished() {
        return updateTime > 0 && !skipped;
    }
}
