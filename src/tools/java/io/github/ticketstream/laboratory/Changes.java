package io.github.ticketstream.laboratory;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * When tickets come and change. Events are drawn in a time that runs evenly; this class maps it to moments of the
 * month.
 */
enum Changes {
    /** Evenly over the month, and over a ticket's life. */
    UNIFORM,
    /**
     * As people work: four fifths of all events fall into ten of 24 hours on weekdays, and most of a ticket's changes
     * into its first two days.
     */
    OFFICE;

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final int HOURS_OF_WEEK = 7 * 24;
    private static final double IN_OFFICE = 0.8;
    /**
     * The decay of a ticket's changes: after t times this, e^-t of them are still to come; of five days, 87 % are
     * within two.
     */
    private static final double DECAY = Duration.ofDays(1).toMillis();

    /** The part of a week's changes that has come at the beginning of each of its hours, from the month's first on, a Sunday. */
    private static final double[] COME = new double[HOURS_OF_WEEK + 1];

    static {
        int officeHours = 5 * 10;
        for (int hour = 0; hour < HOURS_OF_WEEK; hour++) {
            boolean office = hour >= 24 && hour < 6 * 24 && hour % 24 >= 8 && hour % 24 < 18;
            COME[hour + 1] =
                    COME[hour] + (office ? IN_OFFICE / officeHours : (1 - IN_OFFICE) / (HOURS_OF_WEEK - officeHours));
        }
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Maps a moment of the even time to the clock; the two agree when the month begins. Both are epoch milliseconds.
     */
    long moment(long even) {
        if (this == UNIFORM) {
            return even;
        }
        long week = HOURS_OF_WEEK * HOUR;
        long since = even - Month.START.toEpochMilli();
        double part = Math.floorMod(since, week) / (double) week;
        int found = Arrays.binarySearch(COME, part);
        int hour = Math.min(HOURS_OF_WEEK - 1, found >= 0 ? found : -found - 2);
        double inHour = (part - COME[hour]) / (COME[hour + 1] - COME[hour]);
        return Month.START.toEpochMilli() + Math.floorDiv(since, week) * week + (long) ((hour + inHour) * HOUR);
    }

    /** Returns how old a ticket is when it is changed, in even time: from 1 ms to less than its life. */
    long age(RandomGenerator random, long life) {
        if (this == UNIFORM) {
            return 1 + random.nextLong(life - 1);
        }
        double within = 1 - Math.exp(-life / DECAY);
        return 1 + Math.min(life - 2, (long) (-DECAY * Math.log(1 - random.nextDouble() * within)));
    }
}
