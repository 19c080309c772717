package io.github.ticketstream.sweep;

import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.pace.Pace.Poll;
import io.github.ticketstream.pace.Region;
import io.github.ticketstream.pace.Visit;
import io.github.ticketstream.sweep.ListObservations.Chance;
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
 * Reads the regions where changes have turned up, one after the other. It concludes nothing from tickets that it does
 * not see: neither that the list is whole nor that a ticket is gone.
 */
public final class PartialSweep extends Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(PartialSweep.class);

    /** Failures that concern every region. */
    private static final Set<Kind> ALL_FAIL = EnumSet.of(Kind.QUOTA, Kind.REAUTHENTICATE, Kind.CLOCK);

    private final Pages pages;
    private final ListObservations list;
    private final Deque<Probe> probes = new ArrayDeque<>();
    private final Map<Integer, Page> pagesOfList = new HashMap<>();
    private final Map<String, Long> found = new HashMap<>();
    final Map<Region, Visit> visits = new EnumMap<>(Region.class);
    /** The regions that could not be probed while others could, and why. */
    final Map<Region, TuyaException> failures = new EnumMap<>(Region.class);

    private int firstPage;
    /** Whether the API has given a page: then a region that it does not give fails alone. */
    private boolean answered;
    /** Whether the current page was read before in this sweep, or is a page of the whole list, fetched now. */
    private boolean again;

    private boolean fetched;

    /** Probes at one region, page by page: each page decides whether the next is read. */
    interface Probe extends AutoCloseable {
        Region region();

        boolean hasNext();

        Page next();

        /** @param changes on the page that {@link #next} gave: versions that are not published, and not found before */
        void read(Page page, int changes);

        @Override
        default void close() {}
    }

    public PartialSweep(Poll poll, Pages pages, ListObservations list, Frame frame) {
        super(frame);
        this.pages = pages;
        this.list = list;
        this.firstPage = poll.firstPage();
        for (Region region : poll.regions()) {
            probes.add(probe(region));
            visits.put(region, new Visit(0, new ArrayList<>()));
        }
    }

    private Probe probe(Region region) {
        return switch (region) {
            case FRONT, BACK -> new EdgeProbe(region, list, this::page);
            case OPEN -> new OpenProbe(pages.openTickets(), list, this::page);
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
        Probe probe = probes.element();
        Page page = next(probe);
        if (page == null) {
            return List.of();
        }
        List<Long> changes = changes(page);
        Visit before = visits.get(probe.region());
        before.ages().addAll(changes);
        visits.put(probe.region(), new Visit(before.calls() + (again ? 0 : 1), before.ages()));
        if (fetched) {
            list.read(page);
        }
        probe.read(page, changes.size());
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

    /** Returns the next page; null for a region that fails alone, as behind the end of a shorter list. */
    private Page next(Probe probe) {
        try {
            Page page = probe.next();
            answered = true;
            return page;
        } catch (TuyaException e) {
            list.forgetLength();
            if (!answered || ALL_FAIL.contains(e.kind())) {
                throw e;
            }
            failures.put(probe.region(), e);
            visits.remove(probe.region());
            probes.remove().close();
            return null;
        }
    }

    private List<Long> changes(Page page) {
        List<Long> ages = new ArrayList<>();
        for (ListEntry entry : page.entries()) {
            if (list.isUnpublished(entry) && entry.updateTime() > found.getOrDefault(entry.ticketNo(), 0L)) {
                found.put(entry.ticketNo(), entry.updateTime());
                ages.add(age(entry));
            }
        }
        return ages;
    }

    @Override
    boolean isRead() {
        while (!probes.isEmpty() && !probes.element().hasNext()) {
            probes.remove().close();
        }
        return firstPage == 0 && probes.isEmpty();
    }

    @Override
    boolean isEndCommitted() {
        return true;
    }

    @Override
    public void teach(Pace pace) {
        pace.probed(visits);
        failures.forEach((region, failure) -> LOG.warn(
                "{} fails while the rest of the list works; partial sweeps leave it out for {} s: {}",
                region.inWords(),
                pace.rest(region, failure).toSeconds(),
                failure.getMessage()));
    }

    @Override
    public void report(StreamStatus status, Duration pollPeriod) {
        status.partial(progress());
    }

    @Override
    public void close() {
        super.close();
        probes.forEach(Probe::close);
    }

    /** Probes at one end of the list, and on into it as long as that pays. */
    private static final class EdgeProbe implements Probe {
        /** One page in ten that holds a change saves the next probe of it. */
        private static final double PAYS = 0.1;

        private final Region region;
        /** Whether it pays to read on behind a page that held a change. */
        private final Chance behind;

        private final IntFunction<Page> pages;
        private final int step;
        private int number;
        private int pagesRead;

        EdgeProbe(Region region, ListObservations list, IntFunction<Page> pages) {
            this.region = region;
            this.pages = pages;
            this.behind = region == Region.FRONT ? list.front : list.back;
            this.number = region == Region.FRONT ? 1 : list.lastPage();
            this.step = region == Region.FRONT ? 1 : -1;
        }

        @Override
        public Region region() {
            return region;
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
            boolean continues =
                    !ends && changes > 0 && (changes == page.entries().size() || behind.isWorthIt(PAYS));
            number = continues ? number + step : 0;
        }
    }
}
