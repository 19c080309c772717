package io.github.ticketstream.sweep;

import io.github.ticketstream.pace.Region;
import io.github.ticketstream.settings.TicketState;
import io.github.ticketstream.sweep.ListObservations.Position;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * Walks over the tickets in open states. A ticket that has left them was closed. The probe looks for it in the whole
 * list, on its likely page and on those beside it, as long as such searches succeed and are not too many.
 */
final class OpenProbe implements PartialSweep.Probe {
    /** One success in fifty searches pays: a full sweep would find the change hours later, instead of minutes. */
    private static final double PAYS = 0.02;
    /** The likely page and those beside it. */
    private static final int MIN_SEARCHES = 3;
    /** So a probe takes at most three times the calls of its walk, and the pace keeps back as many. */
    private static final int SEARCHES_PER_PAGE = 2;
    /** Offsets from the likely page, in this order. */
    private static final int[] BESIDE = {0, 1, -1};

    private final PageWalk walk;
    private final ListObservations list;
    private final IntFunction<Page> pages;
    private final Set<String> stillOpen = new HashSet<>();
    private final Deque<Integer> searches = new ArrayDeque<>();
    private Map<String, Position> left = Map.of();
    private boolean walking = true;
    private boolean whole = true;
    /** Whether this is the list that the filter requested. */
    private boolean isAsked = true;

    private long total;
    private int pagesRead;
    private int defects;
    private int round;
    private int mostSearches;

    OpenProbe(PageWalk walk, ListObservations list, IntFunction<Page> pages) {
        this.walk = walk;
        this.list = list;
        this.pages = pages;
    }

    @Override
    public Region region() {
        return Region.OPEN;
    }

    @Override
    public boolean hasNext() {
        while (!walking && searches.isEmpty() && !left.isEmpty() && round < BESIDE.length) {
            searches.addAll(likelyPages(BESIDE[round++]));
        }
        return walking || (!searches.isEmpty() && mostSearches > 0);
    }

    private Set<Integer> likelyPages(int beside) {
        Set<Integer> likely = new TreeSet<>();
        for (Position then : left.values()) {
            OptionalInt page = list.page(then);
            if (page.isPresent()) {
                likely.add(page.getAsInt() + beside);
            }
        }
        likely.removeIf(number -> number < 1 || number > list.lastPage());
        return likely;
    }

    @Override
    public Page next() {
        return walking ? walk.next() : pages.apply(searches.remove());
    }

    @Override
    public void read(Page page, int changes) {
        if (walking) {
            walked(page);
            return;
        }
        list.read(page);
        mostSearches--;
        int before = left.size();
        page.entries().forEach(entry -> left.remove(entry.ticketNo()));
        list.search.tried(Math.min(1, before - left.size()));
    }

    private void walked(Page page) {
        whole &= pagesRead++ == 0 || page.total() == total;
        total = page.total();
        int news = 0;
        for (ListEntry entry : page.entries()) {
            if (!entry.isTicket()) {
                defects++;
            } else if (!entry.state().isEmpty() && !TicketState.isOpen(entry.state())) {
                // Not the requested list: its gaps prove nothing, and it is no short one.
                whole = false;
                isAsked = false;
            } else if (stillOpen.add(entry.ticketNo())) {
                news++;
                list.seeOpen(entry);
            }
        }
        walking = isAsked && walk.hasNext() && !(walk.isPastPromised() && news == 0);
        if (!walking) {
            walk.close();
            if (whole && stillOpen.size() + defects >= total) {
                left = list.leftOpen(stillOpen);
                mostSearches = !left.isEmpty() && list.search.isWorthIt(PAYS)
                        ? Math.max(MIN_SEARCHES, SEARCHES_PER_PAGE * pagesRead)
                        : 0;
            }
        }
    }

    @Override
    public void close() {
        walk.close();
    }
}
