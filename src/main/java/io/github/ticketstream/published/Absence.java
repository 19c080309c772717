package io.github.ticketstream.published;

import java.util.Locale;
import java.util.Optional;

/**
 * That complete full sweeps do not hold a ticket which has a mark. Stands in the mark as {@code outside}, or as {@code
 * missing.<since>.<last seen>.t} or {@code gone.<since>.<last seen>}. Without the {@code t} an older program wrote it, by its
 * machine's clock: then it is not known since when.
 *
 * @param since when the first sweep began that did not hold it, epoch milliseconds by Tuya's clock; 0 if that is not known
 * @param lastSeen when it was last known to be in the list, epoch milliseconds
 */
public record Absence(Kind kind, long since, long lastSeen) {
    private static final long HOUR = 3_600_000;
    /** What Tuya calls its clock's time. */
    private static final String BY_TUYAS_CLOCK = ".t";

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
        if (parts.length < 3) {
            return Optional.empty();
        }
        Absence missing = missing(SweepRecord.time(parts[1]), SweepRecord.time(parts[2]));
        if (word.equals(missing.toString())) {
            return Optional.of(missing);
        }
        return (word + BY_TUYAS_CLOCK).equals(missing.toString())
                ? Optional.of(missing(0, missing.lastSeen))
                : Optional.of(new Absence(Kind.GONE, missing.since, missing.lastSeen))
                        .filter(gone -> word.equals(gone.toString()));
    }

    /** As the mark has it. */
    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case NONE, OUTSIDE -> name;
            case MISSING -> name + "." + since + "." + lastSeen + BY_TUYAS_CLOCK;
            case GONE -> name + "." + since + "." + lastSeen;
        };
    }
}
