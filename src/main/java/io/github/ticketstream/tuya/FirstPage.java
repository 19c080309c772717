package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The page that a walk begins with, in the largest size that the API gives: a larger one, if one is due, then the one to
 * request now, then smaller ones. {@link PageSize} judges each answer.
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
        return descend(sizes.larger().orElse(sizes.asked()), 0);
    }

    /**
     * Requests a page that failed before, once, and finds page 1 if that page comes, or if the list has become too short
     * to have it.
     *
     * @throws TuyaException if the page still fails
     */
    FirstPage findAfter(int failedPage) {
        int asked = sizes.asked();
        if (failedPage == 1) {
            return descend(asked, RequestRetry.NO_MORE);
        }
        int number = (int) ((failedPage - 1L) * sizes.found() / asked) + 1;
        try {
            list.oneByOne(place -> ask(number, asked, RequestRetry.NO_MORE)).next();
        } catch (TuyaException e) {
            if (!OF_ONE_PAGE.contains(e.kind())) {
                throw e;
            }
            descend(asked, RequestRetry.NO_MORE);
            if (size == asked && page.promises(number)) {
                throw e;
            }
            return this;
        }
        return find();
    }

    /** Finds page 1 in this size, or in the next smaller one that the API gives. */
    private FirstPage descend(int from, int retries) {
        int asked = from;
        String whyNotLarger = null;
        for (String why = refusal(asked, retries); why != null; why = refusal(asked, retries)) {
            whyNotLarger = why;
            asked = sizes.smaller(asked);
        }
        if (page.entries().isEmpty()) {
            // A list without tickets says nothing about sizes.
            size = Math.min(from, sizes.found());
        } else {
            size = asked;
            sizes.begins(asked, whyNotLarger);
        }
        return this;
    }

    /** Requests page 1; returns why the API does not give it in this size, or null if it does. */
    private String refusal(int asked, int retries) {
        try {
            page = ask(1, asked, asked > sizes.found() ? RequestRetry.NO_MORE : retries);
            return sizes.refusal(asked, page);
        } catch (TuyaException e) {
            String refusal = sizes.refusal(asked, e);
            if (refusal == null) {
                throw e;
            }
            return refusal;
        }
    }

    private Page ask(int number, int asked, int retries) {
        Page answer = list.ask(number, asked, retries);
        read.add(answer);
        return answer;
    }
}
