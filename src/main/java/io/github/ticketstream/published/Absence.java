package io.github.ticketstream.published;

import java.util.Locale;
import java.util.Optional;

/**
 * That complete full sweeps do not hold a ticket which has a mark. Stands in the mark as {@code outside}, or as {@code
 * missing.<since>.<last seen>} or {@code gone.<since>.<last seen>}.
 *
 * @param since when the first sweep began that did not hold it, epoch milliseconds
 * @param lastSeen when it was last known to be in the list, epoch milliseconds
 */
public record Absence(Kind kind, long since, long lastSeen) {
    private static final long HOUR = 3_600_000;

    /** It is not absent. */
    public static final Absence NONE = new Absence(Kind.NONE, 0, 0);
    /** No sweep under the filters in force has held it: that it is not there says nothing. */
    public static final Absence OUTSIDE = new Absence(Kind.OUTSIDE, 0, 0);

    /** What is to be concluded. */
    public enum Kind {
        NONE,
        OUTSIDE,
        /** One complete sweep did not hold it, or more while conclusions are held back. */
        MISSING,
        /** It has disappeared. */
        GONE
    }

    /** One sweep did not hold it. */
    public static Absence missing(long since, long lastSeen) {
        return new Absence(Kind.MISSING, since, lastSeen);
    }

    /** The same ticket, which has disappeared: its times to the hour, since that is kept for as long as the stream lives. */
    public Absence gone() {
        return new Absence(Kind.GONE, since - since % HOUR, lastSeen - lastSeen % HOUR);
    }

    public boolean is(Kind other) {
        return kind == other;
    }

    /** The word of a mark that says this; empty for another word. */
    static Optional<Absence> of(String word) {
        if (word.equals(OUTSIDE.toString())) {
            return Optional.of(OUTSIDE);
        }
        String[] parts = word.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        Absence missing = missing(SweepRecord.time(parts[1]), SweepRecord.time(parts[2]));
        return word.equals(missing.toString())
                ? Optional.of(missing)
                : Optional.of(new Absence(Kind.GONE, missing.since, missing.lastSeen))
                        .filter(gone -> word.equals(gone.toString()));
    }

    /** As the mark has it. */
    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return kind == Kind.MISSING || kind == Kind.GONE ? name + "." + since + "." + lastSeen : name;
    }
}
