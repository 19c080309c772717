package io.github.ticketstream.tuya;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * One page of the ticket list.
 *
 * @param number the requested page, from 1
 * @param numberInReply the number in the reply
 * @param total tickets that match the filters; -1 if the API does not say
 * @param hasMore whether another page follows
 * @param time when it was served, by Tuya's clock, epoch milliseconds; 0 if the reply does not say
 * @param entries the list's members, tickets or not
 */
public record Page(int number, int numberInReply, long total, boolean hasMore, long time, List<ListEntry> entries) {
    private static final long A_DAY = Duration.ofDays(1).toMillis();

    /**
     * @param known the present time, as far as we know, epoch milliseconds
     * @throws TuyaException if the page is not usable
     */
    static Page of(Reply reply, int asked, long known) {
        // If two clocks differ by a day, one is wrong, and we don't know which: allow the later time.
        return reply.result().page(asked, reply.time(), Math.max(reply.time(), known) + A_DAY);
    }

    /** Returns, for a first page, whether the list also has this page, by its total. */
    boolean promises(int page) {
        return hasMore && total > (page - 1L) * entries.size();
    }

    /** Returns the page as it came within this span, without texts of its entries that must not be shown. */
    Page seen(ListEntry.Span span, Predicate<String> mayBeShown) {
        List<ListEntry> seen =
                entries.stream().map(entry -> entry.seen(span, mayBeShown)).toList();
        return new Page(number, numberInReply, total, hasMore, time, seen);
    }

    /** Returns the page as the end of the list, whatever its has_more. */
    Page asEnd() {
        return new Page(number, numberInReply, total, false, time, entries);
    }

    /** Returns the bytes that it keeps in memory: its reply. */
    public int bytes() {
        return entries.isEmpty() ? 0 : entries.get(0).json().bytes().length;
    }

    /** Returns whether a page behind the last promised one exists only because the API goes on answering. */
    public boolean isNoneOfTheList(Page last) {
        return entries.isEmpty() || numberInReply != number || repeats(last);
    }

    /** Returns whether both have the same entries, byte for byte, and at least one. */
    boolean repeats(Page other) {
        return !entries.isEmpty() && contents().equals(other.contents());
    }

    private List<JsonSlice> contents() {
        return entries.stream().map(ListEntry::json).toList();
    }
}
