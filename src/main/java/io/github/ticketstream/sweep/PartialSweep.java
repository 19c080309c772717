package io.github.ticketstream.sweep;

import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.pace.Pace.Poll;
import io.github.ticketstream.pace.Place;
import io.github.ticketstream.pace.Visit;
import io.github.ticketstream.sweep.Whereabouts.Chance;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.TicketList.Pages;
import io.github.ticketstream.tuya.TuyaException;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places where changes have been turning up, one after the other. It says nothing about what it does not see: neither
 * that the list is whole nor that a ticket is gone.
 */
public final class PartialSweep extends Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(PartialSweep.class);

    /** Of these, no place is spared. */
    private static final Set<Kind> ALL_FAIL = EnumSet.of(Kind.QUOTA, Kind.REAUTHENTICATE, Kind.CLOCK);

    private final Pages pages;
    private final Whereabouts list;
    private final Deque<Look> looks = new ArrayDeque<>();
    private final Map<Integer, Page> pagesOfList = new HashMap<>();
    private final Map<String, Long> found = new HashMap<>();
    private final Map<Place, Visit> visits = new EnumMap<>(Place.class);
    private final Map<Place, TuyaException> failures = new EnumMap<>(Place.class);
    private int firstPage;
    /** Whether the API has given a page: then a place that it does not give fails alone. */
    private boolean answered;
    /** Of the page in hand: whether it was read before in this sweep, or is a page of the whole list, fetched now. */
    private boolean again;

    private boolean fetched;

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

    public PartialSweep(Poll poll, Pages pages, Whereabouts list, Frame frame) {
        super(frame);
        this.pages = pages;
        this.list = list;
        this.firstPage = poll.firstPage();
        for (Place place : poll.places()) {
            looks.add(look(place));
            visits.put(place, new Visit(0, new ArrayList<>()));
        }
    }

    private Look look(Place place) {
        return switch (place) {
            case FRONT, BACK -> new EdgeLook(place, list, this::page);
            case OPEN -> new OpenLook(pages.openTickets(), list, this::page);
        };
    }

    /** A page of the whole list; each is fetched once. */
    private Page page(int number) {
        again = pagesOfList.containsKey(number);
        fetched = !again;
        if (again) {
            return pagesOfList.get(number);
        }
        Page page = pages.page(number);
        pagesOfList.put(number, page.withoutContent());
        return page;
    }

    @Override
    List<ListEntry> readPage() {
        again = false;
        fetched = false;
        if (firstPage > 0) {
            return readFirst();
        }
        Look look = looks.element();
        Page page = next(look);
        if (page == null) {
            return List.of();
        }
        List<Long> changes = changes(page);
        Visit before = visits.get(look.place());
        before.ages().addAll(changes);
        visits.put(look.place(), new Visit(before.calls() + (again ? 0 : 1), before.ages()));
        if (fetched) {
            list.read(page);
        }
        look.read(page, changes.size());
        if (again) {
            return List.of();
        }
        progress().pageRead(-1, page.entries().size());
        return page.entries();
    }

    private List<ListEntry> readFirst() {
        Page page = pages.pageOnce(firstPage);
        answered = true;
        pagesOfList.put(firstPage, page.withoutContent());
        firstPage = 0;
        list.read(page);
        progress().pageRead(-1, page.entries().size());
        return page.entries();
    }

    /** Null for a place that fails alone. The end of a list that has become shorter may: it is not asked for again. */
    private Page next(Look look) {
        try {
            Page page = look.next();
            answered = true;
            return page;
        } catch (TuyaException e) {
            list.forgetLength();
            if (!answered || ALL_FAIL.contains(e.kind())) {
                throw e;
            }
            failures.put(look.place(), e);
            visits.remove(look.place());
            looks.remove().close();
            return null;
        }
    }

    private List<Long> changes(Page page) {
        List<Long> ages = new ArrayList<>();
        for (ListEntry entry : page.entries()) {
            if (list.isNews(entry) && entry.updateTime() > found.getOrDefault(entry.ticketNo(), 0L)) {
                found.put(entry.ticketNo(), entry.updateTime());
                ages.add(age(entry));
            }
        }
        return ages;
    }

    @Override
    boolean isRead() {
        while (!looks.isEmpty() && !looks.element().hasNext()) {
            looks.remove().close();
        }
        return firstPage == 0 && looks.isEmpty();
    }

    /** The places that could not be looked at while others could, and why. */
    Map<Place, TuyaException> failures() {
        return failures;
    }

    Map<Place, Visit> visits() {
        return visits;
    }

    @Override
    boolean isEndCommitted() {
        return true;
    }

    @Override
    public void teach(Pace pace) {
        pace.looked(visits);
        failures.forEach((place, failure) -> LOG.warn(
                "{} can't be had while the rest of the list can; partial sweeps leave it out for {} s: {}",
                place.inWords(),
                pace.rest(place, failure).toSeconds(),
                failure.getMessage()));
    }

    @Override
    public void report(StreamStatus status, Duration pollPeriod) {
        status.partial(progress(), visits);
    }

    @Override
    public void close() {
        super.close();
        looks.forEach(Look::close);
    }

    /** Looks at one end of the list, and on into it as long as that pays. */
    private static final class EdgeLook implements Look {
        private static final double PAYS = 0.1;

        private final Place place;
        /** Whether it pays to read on behind a page that held a change. */
        private final Chance behind;

        private final IntFunction<Page> pages;
        private final int step;
        private int number;
        private int pagesRead;

        EdgeLook(Place place, Whereabouts list, IntFunction<Page> pages) {
            this.place = place;
            this.pages = pages;
            this.behind = place == Place.FRONT ? list.front() : list.back();
            this.number = place == Place.FRONT ? 1 : list.lastPage();
            this.step = place == Place.FRONT ? 1 : -1;
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
}
