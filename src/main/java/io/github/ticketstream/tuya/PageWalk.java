package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One walk over the list, lazily: the first page alone, then some pages ahead of the reader, as far as the total promises
 * pages and memory allows. What would never end is ended here, with an error of its own.
 */
public final class PageWalk implements Iterator<Page>, AutoCloseable {
    /** Pages beyond twice what the total promises before the list counts as endless. */
    private static final int SLACK = 10;
    /** Pages that are allowed when the API does not tell a total. */
    private static final int PAGES_WITHOUT_TOTAL = 100_000;

    /** What is fetched ahead is as much as this, if all pages are like the last one. */
    private static final int MOST_BYTES_AHEAD = 16 << 20;

    private static final long STOP_CHECK_MILLIS = 200;
    private static final Logger LOG = LoggerFactory.getLogger(PageWalk.class);

    private final IntFunction<Future<Page>> fetch;
    private final int pageSize;
    private final int mostAhead;
    private final String otherSpelling;
    private final BooleanSupplier stopping;
    private final Deque<Future<Page>> ahead = new ArrayDeque<>();
    private int nextToFetch = 1;
    private int realPageSize;
    private Page last;

    /**
     * @param fetch begins to fetch a page
     * @param mostAhead pages that are asked for before they are wanted
     */
    PageWalk(
            IntFunction<Future<Page>> fetch,
            int pageSize,
            int mostAhead,
            String otherSpelling,
            BooleanSupplier stopping) {
        this.fetch = fetch;
        this.pageSize = pageSize;
        this.mostAhead = mostAhead;
        this.otherSpelling = otherSpelling;
        this.stopping = stopping;
    }

    @Override
    public boolean hasNext() {
        return last == null || last.hasMore();
    }

    /** Whether {@link #next} would not wait. */
    public boolean isNextReady() {
        return !ahead.isEmpty() && ahead.peek().isDone();
    }

    /**
     * Waits for the next page.
     *
     * @throws TuyaException if it can't be had, or the list can't be trusted
     * @throws CancellationException if the program is stopping
     */
    @Override
    public Page next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (ahead.isEmpty()) {
            ahead.add(fetch.apply(nextToFetch++));
        }
        Page page = await(ahead.remove());
        try (MDC.MDCCloseable onPage = MDC.putCloseable("page", Integer.toString(page.number()))) {
            guard(page);
        }
        last = page;
        int wanted = Math.min(mostAhead, Math.max(1, MOST_BYTES_AHEAD / Math.max(1, page.bytes())));
        while (page.hasMore() && ahead.size() < wanted && nextToFetch <= promisedPages(page)) {
            ahead.add(fetch.apply(nextToFetch++));
        }
        return page;
    }

    private Page await(Future<Page> page) {
        while (true) {
            try {
                return page.get(STOP_CHECK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (stopping.getAsBoolean()) {
                    page.cancel(true);
                    throw new CancellationException("the program is stopping");
                }
            } catch (ExecutionException e) {
                throw TuyaException.of(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while waiting for a page");
            }
        }
    }

    private void guard(Page page) {
        if (last == null) {
            if (page.size() >= 0 && page.size() != pageSize) {
                LOG.warn(
                        "page size {} was asked for and {} came back: the API limits it (lower tickets.page-size),"
                                + " or ignores our parameters (set tuya.parameter-style={})",
                        pageSize,
                        page.size(),
                        otherSpelling);
            }
            // A page that is not the last one is full: so many tickets there are on a page, whatever we asked for.
            realPageSize = page.hasMore() ? page.entries().size() : pageSize;
        }
        if (last != null && page.repeats(last)) {
            throw new TuyaException(
                    Kind.LIST,
                    "page " + page.number() + " repeats page " + last.number()
                            + ": the API seems to ignore our parameters",
                    "set tuya.parameter-style=" + otherSpelling);
        }
        if (page.hasMore() && page.number() >= 2 * promisedPages(page) + SLACK) {
            throw new TuyaException(
                    Kind.LIST,
                    "the list does not end: page " + page.number() + " is far past the " + page.total()
                            + " tickets that were promised",
                    "if it lasts, report it to Tuya");
        }
    }

    private long promisedPages(Page page) {
        return page.total() < 0 ? PAGES_WITHOUT_TOTAL : (page.total() + realPageSize - 1) / realPageSize;
    }

    /** Gives up the pages that were fetched ahead. */
    @Override
    public void close() {
        ahead.forEach(page -> page.cancel(true));
        ahead.clear();
    }
}
