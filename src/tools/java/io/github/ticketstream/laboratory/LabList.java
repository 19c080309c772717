package io.github.ticketstream.laboratory;

import io.github.ticketstream.laboratory.LabChange.Kind;
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
    static final int PAGE_SIZE = 50;
    private static final double OPEN_AT_FIRST = 0.02;
    private static final double REOPENED = 0.01;
    private static final int CHANGES = 6;
    private static final long LIFE = Duration.ofDays(5).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Order order;
    private final Random random;
    private final SortedTickets all = new SortedTickets();
    private final SortedTickets open = new SortedTickets();
    private final Map<String, LabTicket> changed = new LinkedHashMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at));
    private long lastSort;

    private record Event(long at, LabTicket ticket, Kind kind, boolean opens) {}

    /**
     * What is simulated.
     *
     * @param tickets that are there at first
     * @param newPerDay tickets that come each day
     */
    record Setting(Order order, int tickets, int newPerDay, long seed) {}

    LabList(Setting setting, long start, Duration time) {
        this.order = setting.order();
        this.random = new Random(setting.seed());
        this.lastSort = start;
        int openOnes = (int) (setting.tickets() * OPEN_AT_FIRST);
        for (int i = 0; i < setting.tickets(); i++) {
            long age = i >= setting.tickets() - openOnes
                    ? random.nextLong(LIFE)
                    : LIFE + (setting.tickets() - i) * DAY / setting.newPerDay();
            LabTicket ticket = new LabTicket(i, start - age);
            if (age >= LIFE) {
                ticket.change(new LabChange(Kind.CLOSED, start - age + LIFE / 2), false);
            }
            ticket.unpublished().clear();
            put(ticket, start);
            live(ticket, start);
        }
        long days = time.toDays();
        for (int i = 0; i < days * setting.newPerDay(); i++) {
            long at = start + 1 + random.nextLong(time.toMillis());
            LabTicket ticket = new LabTicket(setting.tickets() + i, at);
            events.add(new Event(at, ticket, Kind.NEW, true));
            live(ticket, start);
        }
    }

    /** What an open ticket will go through. */
    private void live(LabTicket ticket, long start) {
        if (!ticket.isOpen()) {
            return;
        }
        for (int i = 0; i < CHANGES; i++) {
            long at = ticket.createdAt() + 1 + random.nextLong(LIFE - 1);
            if (at > start) {
                events.add(new Event(at, ticket, Kind.CHANGED, true));
            }
        }
        long end = ticket.createdAt() + LIFE;
        events.add(new Event(end, ticket, Kind.CLOSED, false));
        if (random.nextDouble() < REOPENED) {
            long again = end + random.nextLong(LIFE);
            events.add(new Event(again, ticket, Kind.CHANGED, true));
            events.add(new Event(again + DAY, ticket, Kind.CLOSED, false));
        }
    }

    /** Lets everything happen that happens up to a moment. */
    void goOnTo(long now) {
        while (!events.isEmpty() && events.peek().at() <= now) {
            Event event = events.remove();
            LabTicket ticket = event.ticket();
            if (event.kind() != Kind.NEW) {
                all.remove(ticket);
                open.remove(ticket);
            }
            ticket.change(new LabChange(event.kind(), event.at()), event.opens());
            put(ticket, event.at());
            changed.put(ticket.number(), ticket);
        }
        if (!order.isStable() && now / Order.HOUR != lastSort / Order.HOUR) {
            lastSort = now;
            all.from(0, all.size()).forEach(ticket -> ticket.key(order.key(ticket, now)));
            all.sort();
            open.sort();
        }
    }

    private void put(LabTicket ticket, long now) {
        ticket.key(order.key(ticket, order.isStable() ? now : lastSort));
        all.add(ticket);
        if (ticket.isOpen()) {
            open.add(ticket);
        }
    }

    SortedTickets all() {
        return all;
    }

    SortedTickets open() {
        return open;
    }

    /** Tickets with a change that was not published, in the order of the first such change. */
    Collection<LabTicket> changed() {
        return changed.values();
    }

    /** A version was published: returns the changes that it makes known. */
    List<LabChange> published(String number, long version) {
        LabTicket ticket = changed.get(number);
        List<LabChange> known = new ArrayList<>();
        if (ticket != null) {
            ticket.unpublished().removeIf(change -> change.at() <= version && known.add(change));
            if (ticket.unpublished().isEmpty()) {
                changed.remove(number);
            }
        }
        return known;
    }

    /** The page on which a ticket stands, from 1. */
    int page(LabTicket ticket) {
        return all.region(ticket) / PAGE_SIZE + 1;
    }

    int pages() {
        return (all.size() + PAGE_SIZE - 1) / PAGE_SIZE;
    }
}
