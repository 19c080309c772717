package io.github.ticketstream.tuya;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TuyaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/**
 * @param tokenPrefetch requests the first token in the background, so that the first page need not wait for it
 * @param asking for commands that examine the API itself
 */
public record Tuya(
        TicketList tickets,
        TuyaMeters meters,
        CallBudget budget,
        TuyaClock clock,
        Runnable tokenPrefetch,
        Asking asking) {
    /** One call with any path and query. It is repeated only for a new token or a corrected clock. */
    public interface Asking {
        RawReply ask(String path, String query);

        default RawReply askForToken() {
            return ask(AccessToken.PATH, AccessToken.QUERY);
        }
    }

    /**
     * A reply as it came: it may hold a token, or personal data.
     *
     * @param status of HTTP; 0 if there was no whole reply
     * @param repeatsToken whether it holds the token of the call before
     */
    @SuppressWarnings("ArrayRecordComponent") // Replies are never compared.
    public record RawReply(int status, byte[] body, long millis, boolean repeatsToken) {}

    /** Adds the routes to Tuya to a Camel context. Nothing is sent before a page is asked for. */
    public static Tuya connect(
            CamelContext camel,
            TuyaSettings settings,
            TicketSettings ticketSettings,
            MeterRegistry registry,
            Clocks clocks)
            throws Exception {
        // The waiting of retries, of requests and of sweeps. By a reference, because a policy built beside retryWhile
        // would go on while Camel stops.
        RedeliveryPolicy untilStopped = new RedeliveryPolicy().allowRedeliveryWhileStopping(false);
        untilStopped.setLogRetryAttempted(false);
        untilStopped.setLogExhausted(false);
        camel.getRegistry().bind("untilStopped", untilStopped);
        ProducerTemplate template = camel.createProducerTemplate();
        TuyaClock tuyaClock = new TuyaClock(clocks);
        CallBudget budget = new CallBudget(settings.callsPerMonth(), settings.monthBeginsOn(), tuyaClock);
        PageSize pageSize = new PageSize(ticketSettings.pageSize(), tuyaClock);
        TuyaMeters meters = new TuyaMeters(registry, tuyaClock, pageSize);
        AccessToken token = new AccessToken(() -> requestToken(template, meters), clocks.monotonic());
        ReplyGuard guard = new ReplyGuard(settings, path -> {
            budget.take();
            meters.called(path);
        });
        TuyaHttpClient client =
                new TuyaHttpClient(camel, settings, new RequestSigner(settings, token, tuyaClock), guard);
        camel.getRegistry().bind("tuyaHttpClient", HttpClientConfigurer.class, client);
        camel.getRegistry().bind("replyHeaders", headersThatAreRead());
        Replies replies =
                new Replies(tuyaClock, meters, text -> token.isIn(text) || text.contains(settings.clientSecret()));
        RequestRetry retry = new RequestRetry(token, tuyaClock, meters, budget::mayRepeat);
        camel.addRoutes(new TuyaRoutes(settings, token, budget, replies, retry));
        ExecutorService fetchers = camel.getExecutorServiceManager()
                .newFixedThreadPool(Tuya.class, "fetch-page", settings.concurrentRequests());
        TicketList tickets = new TicketList(
                settings, ticketSettings, new TicketList.Requests(template, fetchers), pageSize, tuyaClock);
        // Before the state topic was read, nobody knows how many calls are left.
        Runnable prefetch = budget.limit().isPresent() ? () -> {} : () -> fetchers.execute(token::prefetch);
        return new Tuya(
                tickets, meters, budget, tuyaClock, prefetch, (path, query) -> ask(template, token, path, query));
    }

    private static RawReply ask(ProducerTemplate template, AccessToken token, String path, String query) {
        Exchange asked = template.request(TuyaRoutes.FETCH + "?block=true", request -> {
            request.setProperty(RequestRetry.RETRIES, RequestRetry.NO_MORE);
            request.getIn().setHeader(Exchange.HTTP_PATH, path);
            request.getIn().setHeader(Exchange.HTTP_QUERY, query.isEmpty() ? null : query);
        });
        byte[] whole = asked.getProperty(TuyaRoutes.BODY, byte[].class);
        byte[] body = whole == null ? new byte[0] : whole;
        int status = whole == null ? 0 : asked.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        long sentAt = asked.getProperty(TuyaRoutes.SENT_AT, System.nanoTime(), Long.class);
        long millis = (System.nanoTime() - sentAt) / 1_000_000;
        return new RawReply(status, body, millis, token.isIn(new String(body, StandardCharsets.UTF_8)));
    }

    /** Keeps the other headers of a reply out of the program's own messages. */
    private static HeaderFilterStrategy headersThatAreRead() {
        DefaultHeaderFilterStrategy headers = new DefaultHeaderFilterStrategy();
        headers.setInFilterPattern("(?is)(?!" + Replies.RETRY_AFTER + "$).*");
        return headers;
    }

    private static Reply requestToken(ProducerTemplate template, TuyaMeters meters) {
        try {
            Map<String, Object> target =
                    Map.of(Exchange.HTTP_PATH, AccessToken.PATH, Exchange.HTTP_QUERY, AccessToken.QUERY);
            return template.requestBodyAndHeaders(TuyaRoutes.CALL, null, target, Reply.class);
        } catch (CamelExecutionException e) {
            TuyaException failure = TuyaException.of(e);
            meters.failed(failure.kind(), e.getExchange().getProperty(TuyaRoutes.SENT_AT, Long.class));
            throw failure;
        }
    }
}
