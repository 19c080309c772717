package io.github.ticketstream.laboratory;

import io.github.ticketstream.laboratory.LabTicket.Change;
import io.github.ticketstream.laboratory.LabTicket.Change.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * The list as it changes by itself. Of the tickets that are there at first 2 % are open; new ones come at random moments; an
 * open ticket is changed six times in five days and then closed; of those that close, 1 % are opened again and closed a day
 * later.
 */
final class LabList {
    private static final double OPEN_AT_FIRST = 0.02;
    private static final double REOPENED = 0.01;
    private static final int CHANGES = 6;
    private static final long LIFE = Duration.ofDays(5).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    final SortedTickets all = new SortedTickets();
    final SortedTickets open = new SortedTickets();

    private final Setting setting;
    private final Order order;
    private final Random random;
    private final Map<String, LabTicket> changed = new LinkedHashMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at));
    private long lastSort;

    private record Event(long at, LabTicket ticket, Kind kind, boolean opens) {}

    /**
     * The simulation.
     *
     * @param tickets that are there at first
     * @param newPerDay tickets that come each day
     * @param pageSize tickets on a page: as many as the API gives
     */
    record Setting(Order order, Changes changes, int tickets, int newPerDay, int pageSize, long seed) {}

    LabList(Setting setting, long start, Duration time) {
        this.setting = setting;
        this.order = setting.order();
        this.random = new Random(setting.seed());
        this.lastSort = start;
        int openOnes = (int) (setting.tickets() * OPEN_AT_FIRST);
        for (int i = 0; i < setting.tickets(); i++) {
            boolean isOpen = i >= setting.tickets() - openOnes;
            long age = isOpen ? random.nextLong(LIFE) : LIFE + (setting.tickets() - i) * DAY / setting.newPerDay();
            LabTicket ticket = new LabTicket(i, setting.changes().moment(start - age));
            if (isOpen) {
                live(ticket, start - age, start);
            } else {
                ticket.change(new Change(Kind.CLOSED, setting.changes().moment(start - age + LIFE / 2)), false);
            }
            ticket.unpublished.clear();
            put(ticket, start);
        }
        for (int i = 0; i < time.toDays() * setting.newPerDay(); i++) {
            long created = start + 1 + random.nextLong(time.toMillis());
            LabTicket ticket =
                    new LabTicket(setting.tickets() + i, setting.changes().moment(created));
            events.add(new Event(ticket.createdAt, ticket, Kind.NEW, true));
            live(ticket, created, start);
        }
    }

    /** @param created in even time, as all in here; see {@link Changes} */
    private void live(LabTicket ticket, long created, long start) {
        for (int i = 0; i < CHANGES; i++) {
            long at = created + setting.changes().age(random, LIFE);
            if (at > start) {
                add(at, ticket, Kind.CHANGED);
            }
        }
        long end = created + LIFE;
        add(end, ticket, Kind.CLOSED);
        if (random.nextDouble() < REOPENED) {
            long again = end + random.nextLong(LIFE);
            add(again, ticket, Kind.CHANGED);
            add(again + DAY, ticket, Kind.CLOSED);
        }
    }

    private void add(long even, LabTicket ticket, Kind kind) {
        events.add(new Event(setting.changes().moment(even), ticket, kind, kind != Kind.CLOSED));
    }

    /** Lets all events up to a moment happen. */
    void goOnTo(long now) {
        while (!events.isEmpty() && events.peek().at() <= now) {
            Event event = events.remove();
            LabTicket ticket = event.ticket();
            if (event.kind() != Kind.NEW) {
                all.remove(ticket);
                open.remove(ticket);
            }
            ticket.change(new Change(event.kind(), event.at()), event.opens());
            put(ticket, event.at());
            changed.put(ticket.number, ticket);
        }
        if (!order.isStable() && now / Order.HOUR != lastSort / Order.HOUR) {
            lastSort = now;
            all.from(0, all.size()).forEach(ticket -> ticket.key = order.key(ticket, now));
            all.sort();
            open.sort();
        }
    }

    private void put(LabTicket ticket, long now) {
        ticket.key = order.key(ticket, order.isStable() ? now : lastSort);
        all.add(ticket);
        if (ticket.isOpen) {
            open.add(ticket);
        }
    }

    /** Tickets with a change that was not published, in the order of the first such change. */
    Collection<LabTicket> changed() {
        return changed.values();
    }

    /** Notes a published version, and returns the changes that it contains. */
    List<Change> published(String number, long version) {
        LabTicket ticket = changed.get(number);
        List<Change> known = new ArrayList<>();
        if (ticket != null) {
            ticket.unpublished.removeIf(change -> change.at() <= version && known.add(change));
            if (ticket.unpublished.isEmpty()) {
                changed.remove(number);
            }
        }
        return known;
    }

    int pageSize() {
        return setting.pageSize();
    }

    /** The page on which a ticket stands, from 1. */
    int page(LabTicket ticket) {
        return all.index(ticket) / pageSize() + 1;
    }

    int pages() {
        return (all.size() + pageSize() - 1) / pageSize();
    }
}
