package io.github.ticketstream.pace;

import java.util.Set;

/**
 * What a poll reads.
 *
 * @param places where a partial sweep looks; empty for a full sweep
 */
public record Poll(Set<Place> places) {
    /** Reads the whole list. */
    public static final Poll FULL = new Poll(Set.of());

    public boolean isFull() {
        return places.isEmpty();
    }
}
