package io.github.ticketstream.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import java.io.IOException;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What two pages of the list, and one of its open tickets, show of it.
 *
 * @param total tickets in all; -1 if the API gives no total
 * @param open those in open states; -1 if the API gives no total, or has no such filter
 */
record ListShape(String order, long total, long open, long pageSize) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The order in which one call shows every change. */
    static final String NEWEST_CHANGE_FIRST = "newest change first";

    static ListShape of(Page first, Page second, Page open) {
        List<ListEntry> tickets = Stream.of(first, second)
                .flatMap(page -> page.entries().stream())
                .filter(ListEntry::isTicket)
                .toList();
        // A page that is not the last one is full: so many there are on a page, whatever was asked for.
        long pageSize = first.hasMore() ? first.entries().size() : first.total();
        return new ListShape(order(tickets), first.total(), open.total(), Math.max(1, pageSize));
    }

    private static String order(List<ListEntry> tickets) {
        if (tickets.size() < 3) {
            return "too short to show an order";
        }
        if (rises(tickets, ticket -> -ticket.updateTime())) {
            return NEWEST_CHANGE_FIRST;
        }
        if (rises(tickets, ticket -> -createTime(ticket))) {
            return "newest ticket first";
        }
        return rises(tickets, ListShape::createTime) ? "oldest ticket first" : "in no order that two pages show";
    }

    private static boolean rises(List<ListEntry> tickets, ToLongFunction<ListEntry> key) {
        boolean differs = key.applyAsLong(tickets.get(0)) != key.applyAsLong(tickets.get(tickets.size() - 1));
        return differs
                && IntStream.range(1, tickets.size())
                        .allMatch(i -> key.applyAsLong(tickets.get(i - 1)) <= key.applyAsLong(tickets.get(i)));
    }

    private static long createTime(ListEntry ticket) {
        try {
            JsonNode json = JSON.readTree(
                    ticket.json().bytes(), ticket.json().offset(), ticket.json().length());
            return json.path("create_time").asLong();
        } catch (IOException e) {
            return 0;
        }
    }

    long pages() {
        return pages(total);
    }

    /** Calls that it takes to look for changes once: page 1, or the open tickets. */
    long callsOfLook() {
        return order.equals(NEWEST_CHANGE_FIRST) ? 1 : pages(open);
    }

    private long pages(long tickets) {
        return Math.max(1, tickets / pageSize + (tickets % pageSize > 0 ? 1 : 0));
    }

    String inWords() {
        return total < 0 || open < 0 ? order : order + "; " + open + " of " + total + " tickets are open";
    }
}
