package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.PageSize.Refusal;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The page that a walk begins with, in the largest size that the API gives. {@link PageSize} judges each answer:
 *
 * <pre>
 *   find       a larger size, if one is to be tried ──► the size in force ──► smaller ones, until page 1 is given
 *   findAfter  the page that failed, once ──► if it comes, or is gone, as above
 *              doubted, a smaller page in its place ──► if it comes, the page that failed: still not, and the size falls back
 * </pre>
 *
 * What was asked for on the way was seen all the same: it is put {@link #aside}.
 */
final class FirstPage {
    /** Failures that an API may report for a page that does not exist. */
    private static final Set<Kind> OF_ONE_PAGE = EnumSet.of(Kind.REQUEST, Kind.LIST, Kind.UNKNOWN);

    private final PageSize sizes;
    private final TicketList.Asker list;
    private final List<Page> read = new ArrayList<>();
    private Page page;
    private int size;

    FirstPage(PageSize sizes, TicketList.Asker list) {
        this.sizes = sizes;
        this.list = list;
    }

    Page page() {
        return page;
    }

    /** Tickets that it was asked for, as the pages behind it are to be. */
    int size() {
        return size;
    }

    @SuppressWarnings("ReferenceEquality") // Two requests can return equal pages.
    List<Page> aside() {
        return read.stream().filter(other -> !other.equals(page)).toList();
    }

    /** @throws TuyaException if page 1 can't be had */
    FirstPage find() {
        descend(sizes.larger().orElse(sizes.found()), 0);
        return this;
    }

    /**
     * Finds it once a page that failed before is there. That is asked for first, and once. It may also be refused because the
     * list has become too short to have it.
     *
     * @throws TuyaException if it still can't be had
     */
    FirstPage findAfter(int failedPage) {
        if (failedPage == 1) {
            descend(sizes.asked(), RequestRetry.NO_MORE);
        } else {
            askAgain(failedPage);
        }
        if (sizes.isDoubted()) {
            compare(failedPage);
        }
        return page != null && size == sizes.found() ? this : find();
    }

    private void descend(int from, int retries) {
        int asked = from;
        Refusal larger = null;
        for (Refusal why = refusal(asked, retries); why != null; why = refusal(asked, retries)) {
            larger = why;
            asked = sizes.smaller(asked);
        }
        if (page.entries().isEmpty()) {
            // A list without tickets says nothing about sizes.
            size = Math.min(from, sizes.found());
        } else {
            size = asked;
            sizes.begins(asked, larger);
        }
    }

    /** Asks for page 1; returns null if it is given in this size. */
    private Refusal refusal(int asked, int retries) {
        try {
            page = ask(1, asked, asked > sizes.found() ? RequestRetry.NO_MORE : retries);
            return sizes.refusal(asked, page);
        } catch (TuyaException e) {
            Refusal refusal = sizes.refusal(asked, e);
            if (refusal == null) {
                throw e;
            }
            return refusal;
        }
    }

    private void askAgain(int failedPage) {
        int asked = sizes.asked();
        int number = (int) ((failedPage - 1L) * sizes.found() / asked) + 1;
        try {
            if (sizes.isDoubted()) {
                askBehindOneBefore(number, asked, RequestRetry.NO_MORE);
            } else {
                ask(number, asked, RequestRetry.NO_MORE);
            }
        } catch (TuyaException e) {
            if (!OF_ONE_PAGE.contains(e.kind())) {
                throw e;
            }
            descend(asked, RequestRetry.NO_MORE);
            if (size == asked && page.promises(number)) {
                throw e;
            }
            sizes.works();
        }
    }

    /** After a smaller page has come: if the page that failed fails again, its size is the reason. */
    private void compare(int failedPage) {
        if (page != null) {
            list.oneByOne(number -> page).next();
        }
        try {
            askBehindOneBefore(failedPage, sizes.found(), 0);
            sizes.works();
        } catch (TuyaException e) {
            if (!PageSize.isOfASize(e)) {
                throw e;
            }
            sizes.fallBack(sizes.smaller(sizes.found()), e.getMessage());
        }
    }

    /** Returns a page after the one before it, because a walk's guards compare the two. */
    private void askBehindOneBefore(int number, int asked, int retries) {
        int begin = Math.max(1, number - 1);
        PageWalk both = list.oneByOne(place -> ask(begin + place - 1, asked, retries));
        Page last;
        do {
            last = both.next();
        } while (last.number() < number && last.hasMore());
    }

    private Page ask(int number, int asked, int retries) {
        Page answer = list.ask(number, asked, retries);
        read.add(answer);
        return answer;
    }
}
