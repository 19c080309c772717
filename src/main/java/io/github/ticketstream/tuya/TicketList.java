package io.github.ticketstream.tuya;

import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TuyaSettings;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.hc.core5.net.PercentCodec;
import org.slf4j.MDC;

/**
 * The tickets that match the filters, page by page. Source: Tuya's "Get Service Tickets".
 *
 * <p>The order of the list is not documented, and it moves while it is walked: only {@link Page#hasMore} ends a walk.
 */
public final class TicketList {
    private static final String PATH = "/v1.0/iot-01/ticket/feedbacks";

    /** As many as one transaction takes: while that is committed, they arrive. */
    private static final int ENTRIES_AHEAD = 1000;

    private final ProducerTemplate camel;
    private final ExecutorService fetchers;
    private final int pagesAhead;
    private final TicketSettings tickets;
    private final boolean camelCase;

    /** @param fetchers runs the requests; as many threads as requests may be in flight */
    TicketList(TuyaSettings tuya, TicketSettings tickets, ProducerTemplate camel, ExecutorService fetchers) {
        this.camel = camel;
        this.fetchers = fetchers;
        this.pagesAhead = tuya.concurrentRequests() + ENTRIES_AHEAD / tickets.pageSize();
        this.tickets = tickets;
        this.camelCase = tuya.camelCase();
    }

    /** Outside of any trace. */
    public PageWalk walk() {
        return walk(null);
    }

    /**
     * Begins at page 1. Nothing is fetched before it is asked for, and then only a few pages ahead.
     *
     * @param trace of which the pages become a part, as W3C's {@code traceparent}; null for none
     */
    public PageWalk walk(String trace) {
        return new PageWalk(
                number -> fetchAhead(number, trace),
                tickets.pageSize(),
                pagesAhead,
                otherSpelling(),
                camel.getCamelContext()::isStopping);
    }

    /**
     * Page 1, and no other.
     *
     * @throws TuyaException if it can't be had
     */
    public Page first() {
        return fetch(1, null);
    }

    /** On another thread, whose log tells for the time being what the caller's does. */
    private Future<Page> fetchAhead(int number, String trace) {
        Map<String, String> context = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
        return fetchers.submit(() -> {
            MDC.setContextMap(context);
            MDC.put("page", Integer.toString(number));
            try {
                return fetch(number, trace);
            } finally {
                MDC.clear();
            }
        });
    }

    private Page fetch(int number, String trace) {
        try {
            Map<String, Object> target =
                    new HashMap<>(Map.of(Exchange.HTTP_PATH, PATH, Exchange.HTTP_QUERY, query(number)));
            target.put(Replies.PAGE, number);
            target.put("traceparent", trace);
            Reply reply = camel.requestBodyAndHeaders(TuyaRoutes.FETCH + "?block=true", null, target, Reply.class);
            return Page.of(reply, number, otherSpelling());
        } catch (CamelExecutionException e) {
            throw TuyaException.of(e);
        }
    }

    /** Sorted by name and percent-encoded once: whatever encodes again or reorders after this breaks the signature. */
    private String query(int number) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put(
                camelCase ? "productId" : "product_id",
                String.join(",", tickets.filter().productIds()));
        parameters.put(camelCase ? "catePath" : "cate_path", tickets.filter().categoryPath());
        parameters.put(
                camelCase ? "inStateList" : "in_state_list",
                String.join(",", tickets.filter().states()));
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
