package io.github.ticketstream.bench.contestant;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * How fast the API itself is: fetches all pages every period and reads none of them: {@code java -cp …
 * io.github.ticketstream.bench.contestant.BareFetch}. {@link io.github.ticketstream.bench.Benchmark} starts it.
 */
public final class BareFetch {
    private BareFetch() {}

    public static void main(String[] args) {
        int concurrent = Integer.parseInt(System.getenv("TUYA_CONCURRENT_REQUESTS"));
        RawApi api = new RawApi(concurrent);
        ExecutorService fetchers = Executors.newFixedThreadPool(concurrent);
        Period.fromEnvironment().repeat(() -> {
            int pages = (RawPage.parse(api.page(1)).total() + api.pageSize() - 1) / api.pageSize();
            List<CompletableFuture<byte[]>> others = IntStream.rangeClosed(2, pages)
                    .mapToObj(page -> CompletableFuture.supplyAsync(() -> api.page(page), fetchers))
                    .toList();
            others.forEach(CompletableFuture::join);
        });
    }
}
