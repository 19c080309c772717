package io.github.ticketstream.published;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A value of the state topic: an update time in decimal, epoch milliseconds, and behind each {@code :} a word about it:
 * {@code skipped} for a version that was only marked as seen, the hash of the content that was published, an {@link
 * Absence}. Words that are not known are ignored.
 *
 * @param updateTime 0 if there is no mark, or none that is readable
 * @param content {@value #CONTENT_DIGITS} hex digits of the hash, then those that say under which settings it was made; empty if unknown
 */
public record Mark(long updateTime, boolean skipped, String content, Absence absence) {
    /** Without an update time: there is none. */
    public static final Mark NONE = Mark.of(0);

    /** Digits of a content's hash. */
    public static final int CONTENT_DIGITS = 16;

    /** No ticket's update time is later: the end of the year 9999. */
    private static final long LATEST = 253_402_300_799_999L;

    private static final String SKIPPED = "skipped";
    private static final Pattern CONTENT = Pattern.compile("[0-9a-f]{24}");

    /** Without an update time nothing can be said: a mark that says something all the same could not be read. */
    public Mark {
        if (updateTime <= 0) {
            updateTime = 0;
            skipped = false;
            content = "";
            absence = Absence.NONE;
        }
    }

    /** Of a published version. */
    public static Mark of(long updateTime) {
        return new Mark(updateTime, false, "", Absence.NONE);
    }

    /** The same of a version that existed before the stream and is not published. */
    public Mark asSkipped() {
        return new Mark(updateTime, true, content, absence);
    }

    /** The same with the hash of the content. */
    public Mark with(String hash) {
        return new Mark(updateTime, skipped, hash, absence);
    }

    /** The same with what complete sweeps say. */
    public Mark with(Absence newAbsence) {
        return new Mark(updateTime, skipped, content, newAbsence);
    }

    /** What a record's value says. Never fails. */
    public static Mark read(byte[] value) {
        if (value == null) {
            return NONE;
        }
        String text = new String(value, StandardCharsets.UTF_8);
        int end = text.indexOf(':');
        long time = SweepRecord.time(end < 0 ? text : text.substring(0, end));
        Mark mark = time > LATEST ? NONE : of(time);
        if (end < 0 || mark.updateTime == 0) {
            return mark;
        }
        for (String word : text.substring(end + 1).split(":", -1)) {
            mark = mark.withWord(word);
        }
        return mark;
    }

    private Mark withWord(String word) {
        if (word.equals(SKIPPED)) {
            return asSkipped();
        }
        return CONTENT.matcher(word).matches()
                ? with(word)
                : Absence.of(word).map(this::with).orElse(this);
    }

    /** A record's value; null, which takes the mark away, if there is none. */
    public byte[] toBytes() {
        if (updateTime == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder().append(updateTime);
        if (skipped) {
            text.append(':').append(SKIPPED);
        }
        if (!content.isEmpty()) {
            text.append(':').append(content);
        }
        if (!absence.is(Absence.Kind.NONE)) {
            text.append(':').append(absence);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether that version is on the ticket topic. */
    public boolean isPublished() {
        return updateTime > 0 && !skipped;
    }

    /** The update time, negative if that version was only skipped. */
    public long signedUpdateTime() {
        return skipped ? -updateTime : updateTime;
    }
}
