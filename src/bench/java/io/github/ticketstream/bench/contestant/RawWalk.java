package io.github.ticketstream.bench.contestant;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** The list's pages in order, fetched and parsed ahead by a few threads, up to one transaction more than they have in flight. */
final class RawWalk implements Iterator<RawPage> {
    private final RawApi api;
    private final ExecutorService fetchers;
    private final int mostAhead;
    private final Deque<CompletableFuture<RawPage>> ahead = new ArrayDeque<>();
    private int nextNumber = 1;
    private RawPage last;

    /** @param mostAhead pages that are asked for before the one that is being read */
    RawWalk(RawApi api, ExecutorService fetchers, int mostAhead) {
        this.api = api;
        this.fetchers = fetchers;
        this.mostAhead = mostAhead;
        fetchNext();
    }

    private void fetchNext() {
        int number = nextNumber++;
        ahead.add(CompletableFuture.supplyAsync(() -> RawPage.parse(api.page(number)), fetchers));
    }

    @Override
    public boolean hasNext() {
        return last == null || last.hasMore();
    }

    boolean isNextReady() {
        return !ahead.isEmpty() && ahead.peek().isDone();
    }

    @Override
    public RawPage next() {
        last = ahead.remove().join();
        int pages = (last.total() + api.pageSize() - 1) / api.pageSize();
        while (ahead.size() < mostAhead && nextNumber <= pages) {
            fetchNext();
        }
        return last;
    }
}
