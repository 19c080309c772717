package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * One walk over the list, lazily: the first page alone, then some pages ahead of the reader, as far as the total
 * promises pages and memory allows. A page that can't be the requested one fails the walk; behind the promised pages it
 * ends the list, because some APIs go on answering there.
 */
public final class PageWalk implements Iterator<Page>, AutoCloseable {
    /** Pages that count as promised when the API gives no total. */
    private static final int PAGES_WITHOUT_TOTAL = 100_000;

    /** The most bytes fetched ahead, if all pages are like the last one. */
    private static final int MAX_BYTES_AHEAD = 16 << 20;

    private static final long STOP_CHECK_MILLIS = 200;

    private final IntFunction<Future<Page>> fetch;
    private final int mostAhead;
    private final String otherSpelling;
    private final BooleanSupplier stopping;
    private final Deque<Future<Page>> ahead = new ArrayDeque<>();
    private final List<ListEntry> aside = new ArrayList<>();
    private int nextToFetch = 1;
    private int realPageSize;
    private Page last;
    /** Pages that the total before the last page promised. */
    private long promised;

    /** @param mostAhead the most pages fetched ahead */
    PageWalk(IntFunction<Future<Page>> fetch, int mostAhead, String otherSpelling, BooleanSupplier stopping) {
        this.fetch = fetch;
        this.mostAhead = mostAhead;
        this.otherSpelling = otherSpelling;
        this.stopping = stopping;
    }

    /** Begins with page 1, which was fetched before; the others were read on the way to it, and are no part of the walk. */
    void beginWith(Page first, List<Page> others) {
        ahead.add(CompletableFuture.completedFuture(first));
        nextToFetch = 2;
        others.forEach(page -> aside.addAll(page.entries()));
    }

    /** Entries of those other pages: they were seen all the same, before the walk's own. */
    public List<ListEntry> aside() {
        return aside;
    }

    /** Returns the number of the page that {@link #next} gives, or failed to give. */
    public int nextNumber() {
        return last == null ? 1 : last.number() + 1;
    }

    /** Returns how many pages {@link #next} waits for or requests. */
    public int pagesAtOnce() {
        return 1 + wanted();
    }

    /** Returns how many pages to fetch ahead of the next one: none without a total, because a page too many is a call. */
    private int wanted() {
        return last == null || !last.hasMore() || last.total() < 0
                ? 0
                : Math.min(mostAhead, Math.max(1, MAX_BYTES_AHEAD / Math.max(1, last.bytes())));
    }

    @Override
    public boolean hasNext() {
        return last == null || last.hasMore();
    }

    /** Returns whether {@link #next} would return at once. */
    public boolean isNextReady() {
        return !ahead.isEmpty() && ahead.peek().isDone();
    }

    /**
     * Waits for the next page, and requests some of those behind it.
     *
     * @throws TuyaException if it can't be had, or the list can't be trusted
     * @throws CancellationException if the program is stopping
     */
    @Override
    public Page next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int wanted = wanted();
        while (ahead.isEmpty() || (ahead.size() <= wanted && nextToFetch <= promisedPages(last.total()))) {
            ahead.add(fetch.apply(nextToFetch++));
        }
        Page page = guarded(await(ahead.remove(), stopping));
        promised = Math.max(1, promisedPages(last == null ? page.total() : last.total()));
        last = page;
        return page;
    }

    /** @throws CancellationException if the program is stopping */
    static Page await(Future<Page> page, BooleanSupplier stopping) {
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

    /** Checks a page and its place in the walk. */
    private Page guarded(Page page) {
        if (last == null) {
            // A page that is not the last one is full, so it shows how many tickets a page has, whatever we requested.
            realPageSize = Math.max(1, page.entries().size());
        }
        boolean clamped = page.numberInReply() != page.number();
        boolean repeated = last != null && page.repeats(last);
        boolean empty = page.hasMore() && page.entries().isEmpty();
        if (!clamped && !repeated && !empty) {
            return page;
        }
        long totalBefore = last == null ? page.total() : last.total();
        // The list may have become shorter since the page before.
        boolean isPromised = page.number() <= Math.min(promisedPages(totalBefore), promisedPages(page.total()));
        if (!isPromised || (empty && totalBefore < 0 && last != null)) {
            return page.asEnd();
        }
        if (clamped) {
            throw ignored("page " + page.number() + " was asked for and page " + page.numberInReply()
                    + " came back: the API ignores our parameters");
        }
        if (repeated) {
            throw ignored("page " + page.number() + " repeats page " + last.number()
                    + ": the API seems to ignore our parameters");
        }
        throw new TuyaException(
                Kind.LIST,
                "page " + page.number() + " is empty, and has_more is true",
                "if it lasts, report it to Tuya");
    }

    private TuyaException ignored(String problem) {
        return new TuyaException(Kind.LIST, problem, "set tuya.parameter-style=" + otherSpelling);
    }

    /**
     * Returns whether the last page is behind all those that the total promised. If it holds nothing new, the list has
     * ended before it, whatever the API says: some go on answering there.
     */
    public boolean isPastPromised() {
        return last != null && last.number() > promised;
    }

    private long promisedPages(long total) {
        return total < 0 ? PAGES_WITHOUT_TOTAL : (total + realPageSize - 1) / realPageSize;
    }

    /** Gives up the pages that were fetched ahead. */
    @Override
    public void close() {
        ahead.forEach(page -> page.cancel(true));
        ahead.clear();
    }
}
