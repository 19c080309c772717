package io.github.ticketstream.sweep;

import io.github.ticketstream.pace.Place;
import io.github.ticketstream.sweep.Whereabouts.Chance;
import io.github.ticketstream.tuya.Page;
import java.util.function.IntFunction;

/** Looks at one end of the list, and on into it as long as that pays. */
final class EdgeLook implements Look {
    private static final double PAYS = 0.1;

    private final Place place;
    /** Whether it pays to read on behind a page that held a change. */
    private final Chance behind;

    private final IntFunction<Page> pages;
    private final int step;
    private int number;
    private int pagesRead;

    private EdgeLook(Place place, Chance behind, IntFunction<Page> pages, int first, int step) {
        this.place = place;
        this.behind = behind;
        this.pages = pages;
        this.number = first;
        this.step = step;
    }

    static EdgeLook front(Whereabouts list, IntFunction<Page> pages) {
        return new EdgeLook(Place.FRONT, list.front(), pages, 1, 1);
    }

    static EdgeLook back(Whereabouts list, IntFunction<Page> pages) {
        return new EdgeLook(Place.BACK, list.back(), pages, list.lastPage(), -1);
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public boolean hasNext() {
        return number > 0;
    }

    @Override
    public Page next() {
        return pages.apply(number);
    }

    @Override
    public void read(Page page, int changes) {
        if (pagesRead++ > 0) {
            behind.tried(changes > 0 ? 1 : 0);
        }
        boolean ends = page.numberInReply() != page.number() || (step > 0 && !page.hasMore());
        boolean goesOn = !ends && changes > 0 && (changes == page.entries().size() || behind.isWorthIt(PAYS));
        number = goesOn ? number + step : 0;
    }
}
