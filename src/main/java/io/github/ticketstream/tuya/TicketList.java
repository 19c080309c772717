package io.github.ticketstream.tuya;

import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TicketSettings.Filter;
import io.github.ticketstream.settings.TuyaSettings;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.hc.core5.net.PercentCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The tickets that match the filters, page by page. Source: Tuya's "Get Service Tickets".
 *
 * <p>The order of the list is not documented, and it moves while it is walked: every sweep walks to its end.
 */
public final class TicketList {
    private static final Logger LOG = LoggerFactory.getLogger(TicketList.class);
    private static final String PATH = "/v1.0/iot-01/ticket/feedbacks";

    /** As many as one transaction takes: while that is committed, they arrive. */
    private static final int ENTRIES_AHEAD = 1000;
    /** What an API may say of a page that is not there. */
    private static final Set<Kind> OF_ONE_PAGE = EnumSet.of(Kind.REQUEST, Kind.LIST, Kind.UNKNOWN);

    private final ProducerTemplate camel;
    private final ExecutorService fetchers;
    private final int pagesAhead;
    private final TicketSettings tickets;
    private final boolean camelCase;
    private final TuyaClock clock;
    private final AtomicBoolean otherSizeTold = new AtomicBoolean();

    /** The list by single pages, and its open tickets: what a partial sweep reads. */
    public interface Pages {
        /**
         * One page of the whole list.
         *
         * @param number from 1
         * @throws TuyaException if it can't be had
         */
        Page page(int number);

        /** Asks once: a failure is not repeated. */
        Page pageOnce(int number);

        /** A walk over the tickets in open states. */
        PageWalk openTickets();
    }

    /**
     * @param fetchers runs the requests; as many threads as requests may be in flight
     */
    TicketList(
            TuyaSettings tuya,
            TicketSettings tickets,
            ProducerTemplate camel,
            ExecutorService fetchers,
            TuyaClock clock) {
        this.camel = camel;
        this.clock = clock;
        this.fetchers = fetchers;
        this.pagesAhead = tuya.concurrentRequests() + ENTRIES_AHEAD / tickets.pageSize();
        this.tickets = tickets;
        this.camelCase = tuya.camelCase();
    }

    /**
     * Begins at page 1. Nothing is fetched before it is asked for, and then only a few pages ahead.
     *
     * @param trace of which the pages become a part, as W3C's {@code traceparent}; null for none
     * @param stopping whether nobody waits for a page any more
     */
    public PageWalk walk(String trace, BooleanSupplier stopping) {
        return walk(number -> fetchAhead(number, tickets.filter(), trace, 0), pagesAhead, stopping);
    }

    /**
     * The same, once a page that could not be had before is there: it is asked for first, and once. Unless it is refused since
     * the list has become so short that it has no such page any more.
     *
     * @throws TuyaException if it still can't be had
     */
    public PageWalk walkAfter(int failedPage, String trace, BooleanSupplier stopping) {
        Pages pages = pages(trace, stopping);
        PageWalk walk = walk(trace, stopping);
        try {
            Page page = pages.pageOnce(failedPage);
            if (failedPage == 1) {
                walk.beginWith(page);
            }
        } catch (TuyaException e) {
            if (failedPage == 1 || !OF_ONE_PAGE.contains(e.kind())) {
                throw e;
            }
            Page first = pages.pageOnce(1);
            if (first.promises(failedPage)) {
                throw e;
            }
            walk.beginWith(first);
        }
        return walk;
    }

    private PageWalk walk(IntFunction<Future<Page>> fetch, int ahead, BooleanSupplier stopping) {
        BooleanSupplier ending = camel.getCamelContext()::isStopping;
        return new PageWalk(
                fetch,
                tickets.pageSize(),
                ahead,
                otherSpelling(),
                () -> stopping.getAsBoolean() || ending.getAsBoolean());
    }

    /**
     * Single pages, and the open tickets.
     *
     * @param trace of which the pages become a part, as W3C's {@code traceparent}; null for none
     * @param stopping whether nobody waits for a page any more
     */
    public Pages pages(String trace, BooleanSupplier stopping) {
        return new Pages() {
            @Override
            public Page page(int number) {
                return PageWalk.await(fetchAhead(number, tickets.filter(), trace, 0), stopping);
            }

            @Override
            public Page pageOnce(int number) {
                return PageWalk.await(fetchAhead(number, tickets.filter(), trace, RequestRetry.NO_MORE), stopping);
            }

            @Override
            public PageWalk openTickets() {
                Filter open = tickets.filter().ofOpenTickets();
                // A short list, and often read for its first page only.
                return walk(number -> fetchAhead(number, open, trace, 0), 0, stopping);
            }
        };
    }

    /**
     * Some pages of the list, one at a time, under the guards of a walk.
     *
     * @param numbers of the pages, rising from 1, by the place of each in the walk
     */
    public PageWalk pick(IntUnaryOperator numbers) {
        BooleanSupplier ending = camel.getCamelContext()::isStopping;
        Pages pages = pages(null, ending);
        return walk(place -> CompletableFuture.completedFuture(pages.page(numbers.applyAsInt(place))), 0, ending);
    }

    /** On another thread, whose log lines bear the caller's ids meanwhile. */
    private Future<Page> fetchAhead(int number, Filter filter, String trace, int retries) {
        Map<String, String> context = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
        return fetchers.submit(() -> {
            MDC.setContextMap(context);
            MDC.put("page", Integer.toString(number));
            try {
                return fetch(number, filter, trace, retries);
            } finally {
                MDC.clear();
            }
        });
    }

    /** @param retries that count as made */
    private Page fetch(int number, Filter filter, String trace, int retries) {
        Exchange fetched = camel.request(TuyaRoutes.FETCH + "?block=true", request -> {
            request.setProperty(RequestRetry.RETRIES, retries);
            request.getIn().setHeader(Exchange.HTTP_PATH, PATH);
            request.getIn().setHeader(Exchange.HTTP_QUERY, query(number, filter));
            request.getIn().setHeader("traceparent", trace);
        });
        if (fetched.getException() != null) {
            throw TuyaException.of(fetched.getException());
        }
        Page page = Page.of(fetched.getMessage().getBody(Reply.class), number, clock.latestMillis());
        warnOfOtherSize(page);
        return page.showing(tickets.content()::mayBeShown);
    }

    /** Warned of once. */
    private void warnOfOtherSize(Page page) {
        if (page.size() >= 0 && page.size() != tickets.pageSize() && otherSizeTold.compareAndSet(false, true)) {
            LOG.warn(
                    "page size {} was asked for and {} came back: the API limits it (lower tickets.page-size),"
                            + " or ignores our parameters (set tuya.parameter-style={})",
                    tickets.pageSize(),
                    page.size(),
                    otherSpelling());
        }
    }

    /** Sorted by name and percent-encoded once: whatever encodes again or reorders after this breaks the signature. */
    private String query(int number, Filter filter) {
        Map<String, String> parameters = new TreeMap<>();
        filter.members()
                .forEach((name, members) ->
                        parameters.put(camelCase ? name.camel() : name.snake(), String.join(",", members)));
        parameters.put(camelCase ? "pageNo" : "page_no", Integer.toString(number));
        parameters.put(camelCase ? "pageSize" : "page_size", Integer.toString(tickets.pageSize()));
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
