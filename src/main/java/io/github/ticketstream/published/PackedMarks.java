package io.github.ticketstream.published;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Marks in eight bytes each: 48 bits for the update time, one that says whether it was skipped, and 15 for the absence, as its
 * number in a list: tickets that were missed by the same sweep have the same one.
 */
final class PackedMarks {
    private static final int ABSENCE_BITS = 15;
    private static final int MOST_ABSENCES = 1 << ABSENCE_BITS;
    private static final long SKIPPED = 1L << ABSENCE_BITS;
    private static final int VERSION_SHIFT = ABSENCE_BITS + 1;
    /** Later than any ticket's update time can be. */
    static final long HELD_BACK = (1L << 48) - 1;

    /** By their numbers; null for one that is free. */
    private final List<Absence> absences = new ArrayList<>(List.of(Absence.NONE));

    private final Map<Absence, Integer> numbers = new HashMap<>(Map.of(Absence.NONE, 0));
    private final Deque<Integer> free = new ArrayDeque<>();

    long pack(Mark mark) {
        long version = Math.min(mark.updateTime(), HELD_BACK);
        return version << VERSION_SHIFT | (mark.skipped() ? SKIPPED : 0) | number(mark.absence());
    }

    /** Without a number left an absence is not remembered: the next sweep finds it again. */
    private int number(Absence absence) {
        Integer known = numbers.get(absence);
        if (known != null || isFull()) {
            return known == null ? 0 : known;
        }
        int number = free.isEmpty() ? absences.size() : free.remove();
        if (number == absences.size()) {
            absences.add(absence);
        } else {
            absences.set(number, absence);
        }
        numbers.put(absence, number);
        return number;
    }

    /** Whether there is no number left for another absence. */
    boolean isFull() {
        return free.isEmpty() && absences.size() == MOST_ABSENCES;
    }

    /** Frees the numbers that no ticket has any more. */
    void keepOnly(LongStream packedMarks) {
        BitSet used = new BitSet();
        used.set(0);
        packedMarks.forEach(mark -> used.set(number(mark)));
        for (int number = used.nextClearBit(0); number < absences.size(); number = used.nextClearBit(number + 1)) {
            if (absences.get(number) != null) {
                numbers.remove(absences.set(number, null));
                free.add(number);
            }
        }
    }

    private static int number(long packed) {
        return (int) (packed & (MOST_ABSENCES - 1));
    }

    /** The update time, negative if it was only skipped; 0 if there is none. */
    static long version(long packed) {
        long version = packed >>> VERSION_SHIFT;
        return (packed & SKIPPED) == 0 ? version : -version;
    }

    static boolean isAbsent(long packed) {
        return number(packed) != 0;
    }

    Absence absence(long packed) {
        return absences.get(number(packed));
    }

    void forget() {
        absences.subList(1, absences.size()).clear();
        numbers.keySet().retainAll(List.of(Absence.NONE));
        free.clear();
    }
}
