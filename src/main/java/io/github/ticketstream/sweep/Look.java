package io.github.ticketstream.sweep;

import io.github.ticketstream.pace.Place;
import io.github.ticketstream.tuya.Page;

/** Looks at one place, page by page: what a page held decides whether another one is read. */
interface Look extends AutoCloseable {
    Place place();

    boolean hasNext();

    Page next();

    /** @param changes on the page that {@link #next} gave: versions that are not published, and not found before */
    void read(Page page, int changes);

    @Override
    default void close() {}
}
