package io.github.ticketstream.tuya;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Walks over pages that are there already, for tests of what is made of them. */
public final class PageWalks {
    private PageWalks() {}

    /** @param pages in their order, all there at once; what is behind them never comes */
    public static PageWalk over(Page... pages) {
        return over(number -> number <= pages.length
                ? CompletableFuture.completedFuture(pages[number - 1])
                : new CompletableFuture<>());
    }

    public static PageWalk after(Page aside, Page... pages) {
        PageWalk walk = over(pages);
        walk.beginWith(pages[0], List.of(aside));
        return walk;
    }

    /** @param fetch what is done when a page is asked for, by its number */
    public static PageWalk over(IntFunction<Future<Page>> fetch) {
        return new PageWalk(fetch, 4, "camelCase", () -> false);
    }

    public static Page page(int number, long total, boolean hasMore, String... entries) {
        List<ListEntry> list = Stream.of(entries)
                .map(entry -> ListEntries.entry(entry, number))
                .toList();
        return new Page(number, number, total, hasMore, 0, list);
    }

    public static String ticket(String number) {
        return ticket(number, 1);
    }

    public static String ticket(String number, long updateTime) {
        return "{\"ticket_no\":\"%s\",\"update_time\":%d}".formatted(number, updateTime);
    }

    public static Page page(byte[] reply, int number) {
        try {
            return Page.of(Reply.read(reply), number, System.currentTimeMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
