package io.github.ticketstream.tuya;

import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TicketSettings.Filter;
import io.github.ticketstream.settings.TuyaSettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.hc.core5.net.PercentCodec;
import org.slf4j.MDC;

/**
 * The tickets that match the filters, page by page. Source: Tuya's "Get Service Tickets".
 *
 * <p>The order of the list is not documented, and it moves while it is walked: every sweep walks to its end.
 */
public final class TicketList {
    public static final String PATH = "/v1.0/iot-01/ticket/feedbacks";

    /** The most calls before a walk has its first page, no repetitions: a token, the page that failed, page 1 in all sizes. */
    public static final int CALLS_OF_FIRST_PAGE = 1 + 1 + 4;

    /** As many as one transaction takes: they arrive while that is committed. */
    private static final int ENTRIES_AHEAD = 1000;

    private final ProducerTemplate camel;
    private final ExecutorService fetchers;
    private final int requestsInFlight;
    private final PageSize size;
    private final TicketSettings tickets;
    private final boolean camelCase;
    private final TuyaClock clock;

    /** A page to request, of the list that a filter gives. */
    private record Wanted(int number, int size, Filter filter) {}

    /** The list by single pages, and its open tickets: what a partial sweep reads. */
    public interface Pages {
        /** One page of the whole list, by its number from 1. */
        Page page(int number);

        /** Requests it once, without repeating a failure. */
        Page pageOnce(int number);

        /** A walk over the tickets in open states. */
        PageWalk openTickets();
    }

    /** @param fetchers runs the requests, with one thread for each in flight */
    record Requests(ProducerTemplate camel, ExecutorService fetchers) {}

    TicketList(TuyaSettings tuya, TicketSettings tickets, Requests requests, PageSize size, TuyaClock clock) {
        this.camel = requests.camel();
        this.clock = clock;
        this.fetchers = requests.fetchers();
        this.requestsInFlight = tuya.concurrentRequests();
        this.size = size;
        this.tickets = tickets;
        this.camelCase = tuya.camelCase();
    }

    public PageSize size() {
        return size;
    }

    /**
     * Begins with page 1, in the size that {@link FirstPage} finds. No page is fetched long before it is asked for, only a few
     * ahead.
     *
     * @param trace of which the pages become a part, as W3C's {@code traceparent}; null for none
     * @param stopping whether nobody waits for a page any more
     * @throws TuyaException if page 1 can't be had
     */
    public PageWalk walk(String trace, BooleanSupplier stopping) {
        Asker asker = new Asker(trace, stopping);
        return asker.walk(new FirstPage(size, asker).find());
    }

    /** Does the same after a page that failed before has come, see {@link FirstPage#findAfter}. */
    public PageWalk walkAfter(int failedPage, String trace, BooleanSupplier stopping) {
        Asker asker = new Asker(trace, stopping);
        return asker.walk(new FirstPage(size, asker).findAfter(failedPage));
    }

    /** Single pages, and the open tickets; for the parameters see {@link #walk}. */
    public Pages pages(String trace, BooleanSupplier stopping) {
        return new Asker(trace, stopping);
    }

    /**
     * A walk over a few pages, none of which is asked for before it is read.
     *
     * @param numbers the page's number by its place in the walk, which begins with 1
     */
    public PageWalk pick(IntUnaryOperator numbers) {
        Asker asker = new Asker(null, () -> false);
        return asker.oneByOne(place -> asker.page(numbers.applyAsInt(place)));
    }

    /** Asks for pages on behalf of one sweep: with its trace, until it stops waiting. */
    final class Asker implements Pages {
        private final String trace;
        private final BooleanSupplier stopping;

        private Asker(String trace, BooleanSupplier stopping) {
            this.trace = trace;
            this.stopping =
                    () -> stopping.getAsBoolean() || camel.getCamelContext().isStopping();
        }

        private PageWalk walk(FirstPage first) {
            PageWalk walk = walk(tickets.filter(), first.size(), requestsInFlight + ENTRIES_AHEAD / first.size());
            walk.beginWith(first.page(), first.aside());
            return walk;
        }

        @Override
        public PageWalk openTickets() {
            // The list of open tickets is short, and often only its first page is read.
            return walk(tickets.filter().ofOpenTickets(), size.asked(), 0);
        }

        private PageWalk walk(Filter filter, int asked, int ahead) {
            return guarded(number -> fetchAhead(new Wanted(number, asked, filter), 0), ahead);
        }

        /** @param pages each is asked for when the one before was read */
        PageWalk oneByOne(IntFunction<Page> pages) {
            return guarded(place -> CompletableFuture.completedFuture(pages.apply(place)), 0);
        }

        private PageWalk guarded(IntFunction<Future<Page>> fetch, int ahead) {
            return new PageWalk(fetch, ahead, otherSpelling(), stopping);
        }

        @Override
        public Page page(int number) {
            return ask(number, size.asked(), 0);
        }

        @Override
        public Page pageOnce(int number) {
            return ask(number, size.asked(), RequestRetry.NO_MORE);
        }

        /** @param retries the retries that count as made already */
        Page ask(int number, int asked, int retries) {
            return PageWalk.await(fetchAhead(new Wanted(number, asked, tickets.filter()), retries), stopping);
        }

        /** Fetches on another thread, whose log lines meanwhile carry the caller's ids. */
        private Future<Page> fetchAhead(Wanted page, int retries) {
            Map<String, String> context = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
            return fetchers.submit(() -> {
                MDC.setContextMap(context);
                MDC.put("page", Integer.toString(page.number()));
                try {
                    return fetch(page, retries);
                } finally {
                    MDC.clear();
                }
            });
        }

        private Page fetch(Wanted wanted, int retries) {
            long began = System.nanoTime();
            Exchange fetched = camel.request(TuyaRoutes.FETCH + "?block=true", request -> {
                request.setProperty(RequestRetry.RETRIES, retries);
                request.getIn().setHeader(Exchange.HTTP_PATH, PATH);
                request.getIn().setHeader(Exchange.HTTP_QUERY, query(wanted));
                request.getIn().setHeader("traceparent", trace);
            });
            if (fetched.getException() != null) {
                throw TuyaException.of(fetched.getException());
            }
            Page page = Page.of(fetched.getMessage().getBody(Reply.class), wanted.number(), clock.latestMillis());
            long askedAt = fetched.getProperty(TuyaRoutes.SENT_AT, began, Long.class);
            return page.seen(new ListEntry.Span(askedAt, System.nanoTime()), tickets.content()::mayBeShown);
        }
    }

    /** Sorted by name and percent-encoded once: whatever encodes again or reorders after this breaks the signature. */
    private String query(Wanted page) {
        Map<String, String> parameters = new TreeMap<>();
        page.filter()
                .members()
                .forEach((name, members) ->
                        parameters.put(camelCase ? name.camel() : name.snake(), String.join(",", members)));
        parameters.put(camelCase ? "pageNo" : "page_no", Integer.toString(page.number()));
        parameters.put(camelCase ? "pageSize" : "page_size", Integer.toString(page.size()));
        return parameters.entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .map(parameter ->
                        parameter.getKey() + "=" + PercentCodec.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private String otherSpelling() {
        return camelCase ? "snake_case" : "camelCase";
    }
}
