package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One page of the ticket list.
 *
 * @param number the page that was asked for, from 1
 * @param numberInReply the number that the API gave it
 * @param size the page size that the API says it used; -1 if it does not say
 * @param total tickets that match the filters; -1 if the API does not say
 * @param hasMore whether another page follows
 * @param time when it was served, by Tuya's clock, epoch milliseconds; 0 if the reply does not say
 * @param entries the list's members, whatever they are
 */
public record Page(
        int number, int numberInReply, long size, long total, boolean hasMore, long time, List<ListEntry> entries) {
    private static final long A_DAY = Duration.ofDays(1).toMillis();

    /**
     * The page that a reply holds.
     *
     * @param asked the page number that was asked for
     * @param known the time that it is, as far as we know, epoch milliseconds
     * @throws TuyaException if the page is not usable
     */
    static Page of(Reply reply, int asked, long known) {
        if (reply.result() == null) {
            throw unusable(asked, "has no result");
        }
        // Of two clocks that differ by a day one is wrong, and we don't know which: allow what either allows.
        return reply.result().page(asked, reply.time(), Math.max(reply.time(), known) + A_DAY);
    }

    static TuyaException unusable(int asked, String problem) {
        return new TuyaException(Kind.LIST, "page " + asked + " " + problem, "if it lasts, report it to Tuya");
    }

    /** Of a first page: whether the list has this one, too, as far as its total says. */
    boolean promises(int page) {
        return hasMore && total > (page - 1L) * entries.size();
    }

    /** The same page without what must not be shown of its entries. */
    Page showing(Predicate<String> mayBeShown) {
        return mayBeShown.test("state_code") && mayBeShown.test("product_name")
                ? this
                : with(entry -> entry.showing(mayBeShown));
    }

    /** The same page without the reply that it came with: which tickets stood on it. */
    public Page withoutContent() {
        return with(ListEntry::withoutContent);
    }

    private Page with(UnaryOperator<ListEntry> change) {
        List<ListEntry> changed = entries.stream().map(change).toList();
        return new Page(number, numberInReply, size, total, hasMore, time, changed);
    }

    /** The same page as the end of the list, whatever its has_more. */
    Page asEnd() {
        return new Page(number, numberInReply, size, total, false, time, entries);
    }

    /** What it keeps in memory: the reply that it came with. */
    public int bytes() {
        return entries.isEmpty() ? 0 : entries.get(0).json().bytes().length;
    }

    /**
     * Whether a page behind the last one that was promised is there only because the API goes on answering.
     *
     * @param last the one before it
     */
    public boolean isNoneOfTheList(Page last) {
        return entries.isEmpty() || numberInReply != number || repeats(last);
    }

    /** Whether both have the same entries, byte for byte, and have some. */
    boolean repeats(Page other) {
        return !entries.isEmpty() && contents().equals(other.contents());
    }

    private List<JsonSlice> contents() {
        return entries.stream().map(ListEntry::json).toList();
    }
}
