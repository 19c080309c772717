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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    /** The versions that this sweep has found and no sweep before it. */
    private final Set<String> found = new HashSet<>();

    final Map<Region, Visit> visits = new EnumMap<>(Region.class);
    /** The regions that could not be probed while others could, and why. */
    final Map<Region, TuyaException> failures = new EnumMap<>(Region.class);

    private final boolean failedBefore;
    /** Whether the API has given a page: then a region that it does not give fails alone. */
    private boolean answered;

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
        this.failedBefore = poll.firstPage() > 0;
        for (Region region : poll.regions()) {
            probes.add(probe(region));
            visits.put(region, new Visit(0, new ArrayList<>()));
        }
    }

    private Probe probe(Region region) {
        return switch (region) {
            case FRONT, BACK -> new EdgeProbe(region);
            case OPEN -> new OpenProbe(pages.openTickets(), list, this::page);
        };
    }

    /** A page of the whole list. After a failure the first one is requested once, in case the API has not recovered. */
    private Page page(int number) {
        return failedBefore && !answered ? pages.pageOnce(number) : pages.page(number);
    }

    @Override
    List<ListEntry> readPage() {
        Probe probe = probes.element();
        Page page = next(probe);
        if (page == null) {
            return List.of();
        }
        Visit visit = visits.get(probe.region());
        int before = visit.changes();
        page.entries().stream()
                .filter(entry -> list.isUnpublished(entry) && found.add(entry.versionId()))
                .forEach(entry -> visit.ages().add(age(entry)));
        visits.put(probe.region(), new Visit(visit.calls() + 1, visit.ages()));
        probe.read(page, visit.changes() - before);
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

    @Override
    boolean isRead() {
        while (!probes.isEmpty() && !probes.element().hasNext()) {
            probes.remove().close();
        }
        return probes.isEmpty();
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
    private final class EdgeProbe implements Probe {
        /** One page in ten that holds a change saves the next probe of it. */
        private static final double PAYS = 0.1;

        private final Region region;
        private final int step;
        /** Whether it pays to read on behind a page that held a change. */
        private final Chance behind;

        private int number;
        private int pagesRead;

        EdgeProbe(Region region) {
            boolean front = region == Region.FRONT;
            this.region = region;
            this.step = front ? 1 : -1;
            this.behind = front ? list.front : list.back;
            this.number = front ? 1 : list.lastPage();
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
            return page(number);
        }

        @Override
        public void read(Page page, int changes) {
            list.read(page);
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
