package io.github.ticketstream.tuya;

import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TicketSettings.Filter;
import io.github.ticketstream.settings.TuyaSettings;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
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
    public static final String PATH = "/v1.0/iot-01/ticket/feedbacks";

    /** As many as one transaction takes: while that is committed, they arrive. */
    private static final int ENTRIES_AHEAD = 1000;
    /** What an API may say of a page that is not there. */
    private static final Set<Kind> OF_ONE_PAGE = EnumSet.of(Kind.REQUEST, Kind.LIST, Kind.UNKNOWN);

    private final ProducerTemplate camel;
    private final ExecutorService fetchers;
    private final int requestsInFlight;
    private final PageSize size;
    private final TicketSettings tickets;
    private final boolean camelCase;
    private final TuyaClock clock;
    private final AtomicBoolean otherSizeLogged = new AtomicBoolean();

    /** A page that is asked for, of the list that a filter gives. */
    private record Wanted(int number, int size, Filter filter) {}

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
     * How requests are sent.
     *
     * @param fetchers runs them; as many threads as requests may be in flight
     */
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
     * Begins at page 1, with as many tickets a page as the API gives: a larger size may be tried first, and one that is not given
     * any more falls back. No page is fetched long before it is asked for, only a few ahead.
     *
     * @param trace of which the pages become a part, as W3C's {@code traceparent}; null for none
     * @param stopping whether nobody waits for a page any more
     * @throws TuyaException if page 1 is fetched now, and can't be had
     */
    public PageWalk walk(String trace, BooleanSupplier stopping) {
        return new Reader(trace, stopping).walk();
    }

    /**
     * The same, once a page that could not be had before is there: it is asked for first, and once. The walk also begins if the
     * page is refused because the list has become too short to have it, or because its size is refused.
     *
     * @throws TuyaException if it still can't be had
     */
    public PageWalk walkAfter(int failedPage, String trace, BooleanSupplier stopping) {
        return new Reader(trace, stopping).walkAfter(failedPage);
    }

    /**
     * Single pages, and the open tickets.
     *
     * @param trace of which the pages become a part, as W3C's {@code traceparent}; null for none
     * @param stopping whether nobody waits for a page any more
     */
    public Pages pages(String trace, BooleanSupplier stopping) {
        return new Reader(trace, stopping);
    }

    /**
     * Some pages of the list, one at a time, under the guards of a walk.
     *
     * @param numbers of the pages, rising from 1, by the place of each in the walk
     */
    public PageWalk pick(IntUnaryOperator numbers) {
        Reader reader = new Reader(null, camel.getCamelContext()::isStopping);
        return reader.walk(place -> CompletableFuture.completedFuture(reader.page(numbers.applyAsInt(place))), 0);
    }

    /** A first page, and how many tickets it was asked for. */
    private record First(Page page, int asked) {}

    /** Reads for one sweep: with its trace, until it stops waiting. */
    private final class Reader implements Pages {
        private final String trace;
        private final BooleanSupplier stopping;
        /** Pages that were read on the way to a walk. */
        private final List<Page> onTheWay = new ArrayList<>();

        Reader(String trace, BooleanSupplier stopping) {
            this.trace = trace;
            this.stopping =
                    () -> stopping.getAsBoolean() || camel.getCamelContext().isStopping();
        }

        PageWalk walk() {
            OptionalInt larger = size.larger();
            First first = larger.isPresent() ? tried(larger.getAsInt()) : null;
            if (first != null) {
                return walkFrom(first);
            }
            int found = size.found();
            return size.isSmallest(found) ? walk(found) : walkFrom(first(found, 0));
        }

        /** Null if the API does not give so many, and may give fewer. */
        private First tried(int larger) {
            try {
                Page first = getOnTheWay(wanted(1, larger), RequestRetry.NO_MORE);
                return size.tried(larger, first) ? new First(first, larger) : null;
            } catch (TuyaException e) {
                if (size.tried(e)) {
                    return null;
                }
                throw e;
            }
        }

        PageWalk walkAfter(int failedPage) {
            First first = failedPage == 1 ? first(size.asked(), RequestRetry.NO_MORE) : firstIfGone(failedPage);
            if (size.asked() < size.found()) {
                if (first != null) {
                    guard(first.page());
                }
                compare(failedPage);
                return walk();
            }
            return first != null && first.asked() == size.found() ? walkFrom(first) : walk();
        }

        /** Null if that page is there; else page 1, if the list has become too short to have it, or gives fewer tickets. */
        private First firstIfGone(int failedPage) {
            int asked = size.asked();
            Wanted failed = wanted((int) ((failedPage - 1L) * size.found() / asked) + 1, asked);
            try {
                if (asked < size.found()) {
                    getBehindOneBefore(failed, RequestRetry.NO_MORE);
                } else {
                    getOnTheWay(failed, RequestRetry.NO_MORE);
                }
                return null;
            } catch (TuyaException e) {
                if (!OF_ONE_PAGE.contains(e.kind())) {
                    throw e;
                }
                First first = first(asked, RequestRetry.NO_MORE);
                if (first.asked() == asked && first.page().promises(failed.number())) {
                    throw e;
                }
                size.works();
                return first;
            }
        }

        /** A smaller page has come: if the one that failed still does not, its size is why. */
        private void compare(int failedPage) {
            try {
                getBehindOneBefore(wanted(failedPage, size.found()), 0);
                size.works();
            } catch (TuyaException e) {
                if (!PageSize.isOfASize(e)) {
                    throw e;
                }
                size.fallBack(size.smaller(size.found()), e.getMessage());
            }
        }

        /** A walk's guards compare a page with the one before. */
        private void getBehindOneBefore(Wanted page, int retries) {
            int begin = Math.max(1, page.number() - 1);
            PageWalk both = walk(
                    place -> CompletableFuture.completedFuture(
                            getOnTheWay(wanted(begin + place - 1, page.size()), retries)),
                    0);
            Page last;
            do {
                last = both.next();
            } while (last.number() < page.number() && last.hasMore());
        }

        private void guard(Page first) {
            walk(number -> CompletableFuture.completedFuture(first), 0).next();
        }

        /** Page 1, of so many tickets; of fewer if those are refused, or fewer came. If no ticket comes, the size is not why. */
        private First first(int most, int retries) {
            String refusal = "";
            for (int asked = most; ; asked = size.smaller(asked)) {
                boolean isSmallest = size.isSmallest(asked);
                try {
                    Page first = getOnTheWay(wanted(1, asked), retries);
                    if (isSmallest && first.entries().isEmpty()) {
                        return new First(first, most);
                    }
                    if (isSmallest || PageSize.isGiven(asked, first)) {
                        if (!refusal.isEmpty()) {
                            size.fallBack(asked, refusal);
                        }
                        return new First(first, asked);
                    }
                    refusal = first.entries().size() + " tickets came";
                } catch (TuyaException e) {
                    if (isSmallest || e.kind() != Kind.REQUEST) {
                        throw e;
                    }
                    refusal = e.getMessage();
                }
            }
        }

        private PageWalk walkFrom(First first) {
            onTheWay.remove(first.page());
            PageWalk walk = walk(first.asked());
            walk.beginWith(first.page());
            return walk;
        }

        private PageWalk walk(int asked) {
            PageWalk walk = walk(
                    number -> fetchAhead(wanted(number, asked), trace, 0), requestsInFlight + ENTRIES_AHEAD / asked);
            onTheWay.forEach(walk::putAside);
            return walk;
        }

        PageWalk walk(IntFunction<Future<Page>> fetch, int ahead) {
            return new PageWalk(fetch, ahead, otherSpelling(), stopping);
        }

        @Override
        public Page page(int number) {
            return get(wanted(number, size.asked()), 0);
        }

        @Override
        public Page pageOnce(int number) {
            return get(wanted(number, size.asked()), RequestRetry.NO_MORE);
        }

        @Override
        public PageWalk openTickets() {
            Filter open = tickets.filter().ofOpenTickets();
            int asked = size.asked();
            // A short list, and often read for its first page only.
            return walk(number -> fetchAhead(new Wanted(number, asked, open), trace, 0), 0);
        }

        private Wanted wanted(int number, int asked) {
            return new Wanted(number, asked, tickets.filter());
        }

        private Page getOnTheWay(Wanted wanted, int retries) {
            Page page = get(wanted, retries);
            onTheWay.add(page);
            return page;
        }

        private Page get(Wanted page, int retries) {
            return PageWalk.await(fetchAhead(page, trace, retries), stopping);
        }
    }

    /** On another thread, whose log lines bear the caller's ids meanwhile. */
    private Future<Page> fetchAhead(Wanted page, String trace, int retries) {
        Map<String, String> context = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
        return fetchers.submit(() -> {
            MDC.setContextMap(context);
            MDC.put("page", Integer.toString(page.number()));
            try {
                return fetch(page, trace, retries);
            } finally {
                MDC.clear();
            }
        });
    }

    /** @param retries that count as made */
    private Page fetch(Wanted wanted, String trace, int retries) {
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
        warnOfOtherSize(wanted.size(), page);
        return page.showing(tickets.content()::mayBeShown);
    }

    /** Warned of once, of a size that was set or is the smallest: a larger one was only tried. */
    private void warnOfOtherSize(int asked, Page page) {
        boolean differs = page.size() >= 0 && page.size() != asked && size.isSmallest(asked);
        if (differs && otherSizeLogged.compareAndSet(false, true)) {
            LOG.warn(
                    "page size {} was asked for and {} came back: the API limits it, or ignores our parameters"
                            + " (set tuya.parameter-style={})",
                    asked,
                    page.size(),
                    otherSpelling());
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
