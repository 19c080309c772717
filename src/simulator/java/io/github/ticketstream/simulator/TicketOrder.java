package io.github.ticketstream.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How the list is sorted; Tuya does not say. */
public enum TicketOrder {
    /** Oldest entry first: updates stay in place, new tickets come last. */
    INSERTION,
    /** Newest entry first: updates stay in place, new tickets come first. */
    NEWEST_FIRST,
    /** Every update moves its ticket to the front, and all others over the page boundaries. */
    RECENTLY_UPDATED_FIRST,
    /** No order that one could name, but always the same: new tickets come anywhere. */
    ARBITRARY,
    /** The same, until it changes with the hour. */
    CHANGES_EVERY_HOUR;

    /** Returns whether a new version stays where the old one was. */
    boolean keepsPlaces() {
        return this != RECENTLY_UPDATED_FIRST;
    }

    /** Where a ticket goes that is put into a list in this order. */
    int place(SimulatedTicket ticket, List<SimulatedTicket> list) {
        int place = 0;
        switch (this) {
            case INSERTION, CHANGES_EVERY_HOUR -> place = list.size();
            case NEWEST_FIRST -> place = 0;
            case ARBITRARY -> {
                while (place < list.size() && mixed(list.get(place), 0) < mixed(ticket, 0)) {
                    place++;
                }
            }
            case RECENTLY_UPDATED_FIRST -> {
                // The newest come first, so the search nearly always ends at once.
                while (place < list.size() && list.get(place).updateTime() > ticket.updateTime()) {
                    place++;
                }
            }
        }
        return place;
    }

    /** The list as it is served at this time. */
    List<SimulatedTicket> at(Instant now, List<SimulatedTicket> list) {
        if (this != CHANGES_EVERY_HOUR) {
            return list;
        }
        long hour = now.getEpochSecond() / Duration.ofHours(1).toSeconds();
        List<SimulatedTicket> sorted = new ArrayList<>(list);
        sorted.sort(Comparator.comparingInt(ticket -> mixed(ticket, hour)));
        return sorted;
    }

    /** The upper half of a product with the golden ratio's digits: neighbours end up far from each other. */
    private static int mixed(SimulatedTicket ticket, long salt) {
        long product = (ticket.ticketNo().hashCode() + salt * 1_000_003L) * 0x9E3779B97F4A7C15L;
        return (int) (product >>> 32);
    }
}
