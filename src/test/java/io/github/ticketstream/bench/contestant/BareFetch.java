package io.github.ticketstream.bench.contestant;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * How fast the API itself is: fetches all pages once, reads none of them, and waits to be ended: {@code java -cp …
 * io.github.ticketstream.bench.contestant.BareFetch}. {@link io.github.ticketstream.bench.Benchmark} starts it.
 */
public final class BareFetch {
    private BareFetch() {}

    public static void main(String[] args) {
        int concurrent = Integer.parseInt(System.getenv("TUYA_CONCURRENT_REQUESTS"));
        RawApi api = new RawApi(concurrent);
        int pages = (RawPage.parse(api.page(1)).total() + api.pageSize() - 1) / api.pageSize();
        ExecutorService fetchers = Executors.newFixedThreadPool(concurrent);
        for (int page = 2; page <= pages; page++) {
            int number = page;
            fetchers.execute(() -> api.page(number));
        }
    }
}
