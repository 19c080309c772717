package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.PageSize.Refusal;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The page that a walk begins with, in the largest size that the API gives. {@link PageSize} judges each answer.
 *
 * <pre>
 *   find       page 1: in a larger size, if one is due ──► in the size in force ──► in smaller ones, until it is given
 *   findAfter  the page that failed ──► once it comes, or the list has no such page any more: page 1, as above
 *     doubted  a smaller page in its place ──► if it comes, the page that failed again: now its size is the reason;
 *              if the list has no such page any more, the same with page 1
 * </pre>
 *
 * <p>The program has seen the tickets of every page that came on the way: {@link #aside} keeps them.
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

    /** Returns the size to request for the pages behind it, too. */
    int size() {
        return size;
    }

    List<Page> aside() {
        return read.stream().filter(other -> !other.equals(page)).toList();
    }

    /** @throws TuyaException if page 1 fails */
    FirstPage find() {
        descend(sizes.larger().orElse(sizes.found()), 0);
        return this;
    }

    /**
     * Requests a page that failed before, once, and finds page 1 if that page comes, or if the list has become too short
     * to have it.
     *
     * @throws TuyaException if the page still fails
     */
    FirstPage findAfter(int failedPage) {
        boolean isThere = failedPage > 1 && askAgain(failedPage);
        if (failedPage == 1) {
            descend(sizes.asked(), RequestRetry.NO_MORE);
        }
        if (sizes.isDoubted()) {
            compare(isThere ? failedPage : 1);
        }
        return page != null && size == sizes.found() ? this : find();
    }

    /** Finds page 1 in this size, or in the next smaller one that the API gives. */
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

    /** Requests page 1; returns null if the API gives it in this size. */
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

    /**
     * Requests a page that failed, or a smaller one in its place if its size is doubted.
     *
     * @return whether it came; if the list has become too short to have it, page 1 came
     */
    private boolean askAgain(int failedPage) {
        int asked = sizes.asked();
        int number = (int) ((failedPage - 1L) * sizes.found() / asked) + 1;
        try {
            ask(sizes.isDoubted() ? number - 1 : number, number, asked, RequestRetry.NO_MORE);
            return true;
        } catch (TuyaException e) {
            if (!OF_ONE_PAGE.contains(e.kind())) {
                throw e;
            }
            descend(asked, RequestRetry.NO_MORE);
            if (size == asked && page.promises(number)) {
                throw e;
            }
            if (!sizes.isDoubted()) {
                sizes.works();
            }
            return false;
        }
    }

    /** After a smaller page has come: if the page that failed fails again, its size is the reason. */
    private void compare(int failedPage) {
        requireThatAWalkTakesIt();
        try {
            ask(Math.max(1, failedPage - 1), failedPage, sizes.found(), 0);
            sizes.works();
        } catch (TuyaException e) {
            if (!PageSize.isOfASize(e)) {
                throw e;
            }
            sizes.fallBack(sizes.smaller(sizes.found()), e.getMessage());
        }
    }

    private void requireThatAWalkTakesIt() {
        if (page != null) {
            list.oneByOne(number -> page).next();
        }
    }

    /** Requests pages under the guards of a walk, which compare each with the one before it. */
    private void ask(int first, int last, int asked, int retries) {
        PageWalk walk = list.oneByOne(place -> ask(first + place - 1, asked, retries));
        Page answer;
        do {
            answer = walk.next();
        } while (answer.number() < last && answer.hasMore());
    }

    private Page ask(int number, int asked, int retries) {
        Page answer = list.ask(number, asked, retries);
        read.add(answer);
        return answer;
    }
}
