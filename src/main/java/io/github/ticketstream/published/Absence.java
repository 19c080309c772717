package io.github.ticketstream.published;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The absence of a ticket that has a mark from complete full sweeps. The mark holds it as {@code outside}, {@code
 * missing.<since>.<last seen>.t} or {@code gone.<since>.<last seen>}. The {@code t} stands for Tuya's clock.
 *
 * @param since when the first sweep without it began, epoch milliseconds by Tuya's clock; 0 if unknown
 * @param lastSeen when it was last known to be in the list, epoch milliseconds
 */
public record Absence(Kind kind, long since, long lastSeen) {
    private static final long HOUR = 3_600_000;

    public static final Absence NONE = new Absence(Kind.NONE, 0, 0);
    public static final Absence OUTSIDE = new Absence(Kind.OUTSIDE, 0, 0);

    /** The conclusion from it. */
    public enum Kind {
        /** Nothing: it is there. */
        NONE,
        /** Nothing: no sweep under the filters in force has held it. */
        OUTSIDE,
        /** One complete sweep did not hold it, or more while conclusions are held back. */
        MISSING,
        /** It has disappeared. */
        GONE
    }

    public static Absence missing(long since, long lastSeen) {
        return new Absence(Kind.MISSING, since, lastSeen);
    }

    /** Returns the absence of a ticket that has disappeared; its times are kept for ever, so only to the hour. */
    public Absence gone() {
        return new Absence(Kind.GONE, since - since % HOUR, lastSeen - lastSeen % HOUR);
    }

    public boolean is(Kind other) {
        return kind == other;
    }

    /** Reads a word of a mark; empty if it is no absence. */
    static Optional<Absence> of(String word) {
        String[] parts = (word + "..").split("\\.", -1);
        long since = SweepRecord.time(parts[1]);
        long lastSeen = SweepRecord.time(parts[2]);
        return Stream.of(OUTSIDE, missing(since, lastSeen), new Absence(Kind.GONE, since, lastSeen))
                .filter(absence -> word.equals(absence.toString()))
                .findFirst();
    }

    /** Returns the word of the mark. */
    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case NONE, OUTSIDE -> name;
            case MISSING -> name + "." + since + "." + lastSeen + ".t";
            case GONE -> name + "." + since + "." + lastSeen;
        };
    }
}
