package io.github.ticketstream.sweep;

import io.github.ticketstream.pace.Place;
import io.github.ticketstream.pace.Poll;
import io.github.ticketstream.pace.Visit;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.Pages;
import io.github.ticketstream.tuya.TuyaException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places where changes have been turning up, one after the other. It says nothing about what it does not see: neither
 * that the list is whole nor that a ticket is gone.
 */
public final class PartialSweep extends Sweep {
    private final Pages pages;
    private final Whereabouts list;
    private final Deque<Look> looks = new ArrayDeque<>();
    private final Map<Integer, Page> pagesOfList = new HashMap<>();
    private final Map<String, Long> found = new HashMap<>();
    private final Map<Place, Visit> visits = new EnumMap<>(Place.class);
    /** Of the page in hand: whether it was read before in this sweep, or is a page of the whole list, fetched now. */
    private boolean again;

    private boolean fetched;

    public PartialSweep(Poll poll, Pages pages, Whereabouts list, Frame frame) {
        super(frame);
        this.pages = pages;
        this.list = list;
        for (Place place : poll.places()) {
            looks.add(look(place));
            visits.put(place, new Visit(0, new ArrayList<>()));
        }
    }

    private Look look(Place place) {
        return switch (place) {
            case FRONT -> EdgeLook.front(list, this::page);
            case BACK -> EdgeLook.back(list, this::page);
            case OPEN -> new OpenLook(pages.openTickets(), list, this::page);
        };
    }

    /** A page of the whole list; each is fetched once. */
    private Page page(int number) {
        again = pagesOfList.containsKey(number);
        fetched = !again;
        return pagesOfList.computeIfAbsent(number, pages::page);
    }

    @Override
    List<ListEntry> readPage() {
        again = false;
        fetched = false;
        Look look = looks.element();
        Page page = next(look);
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

    /** An API may fail a page behind the end of a list that has become shorter: then the end is not asked for again. */
    private Page next(Look look) {
        try {
            return look.next();
        } catch (TuyaException e) {
            list.forgetLength();
            throw e;
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
    boolean isNextPageAtHand(int entries, long bytes) {
        return false;
    }

    @Override
    boolean isRead() {
        while (!looks.isEmpty() && !looks.element().hasNext()) {
            looks.remove().close();
        }
        return looks.isEmpty();
    }

    @Override
    boolean hasClosingBatch() {
        return true;
    }

    /** What came of looking at each place. */
    public Map<Place, Visit> visits() {
        return visits;
    }

    @Override
    public void close() {
        super.close();
        looks.forEach(Look::close);
    }
}
