package io.github.ticketstream.pace;

import java.util.Set;

/**
 * What a poll reads.
 *
 * @param places where a partial sweep looks; empty for a full sweep
 * @param firstPage the page of the whole list that is asked for before all else, once, since it could not be had before; 0 for
 *     none. A poll after a failure costs one call as long as the API has not recovered.
 */
public record Poll(Set<Place> places, int firstPage) {
    /** Reads the whole list. */
    public static final Poll FULL = new Poll(Set.of(), 0);

    public Poll(Set<Place> places) {
        this(places, 0);
    }

    /** The same after a failure. */
    Poll after(int failedPage) {
        return new Poll(places, failedPage);
    }

    public boolean isFull() {
        return places.isEmpty();
    }
}
