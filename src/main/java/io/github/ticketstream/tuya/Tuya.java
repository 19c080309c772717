package io.github.ticketstream.tuya;

import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TuyaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;

/**
 * Puts the parts of this package together.
 *
 * @param tokenPrefetch asks for the first token in the background, so that the first page need not wait for it
 */
public record Tuya(TicketList tickets, TuyaMeters meters, CallBudget budget, Runnable tokenPrefetch) {

    /** Adds the routes to Tuya to a Camel context. Nothing is sent before a page is asked for. */
    public static Tuya connect(
            CamelContext camel,
            TuyaSettings settings,
            TicketSettings ticketSettings,
            MeterRegistry registry,
            Clock clock)
            throws Exception {
        // How retries wait, of requests and of sweeps. By a reference, since a policy built beside retryWhile would go
        // on while Camel stops.
        RedeliveryPolicy untilStopped = new RedeliveryPolicy().allowRedeliveryWhileStopping(false);
        untilStopped.setLogRetryAttempted(false);
        untilStopped.setLogExhausted(false);
        camel.getRegistry().bind("untilStopped", untilStopped);
        ProducerTemplate template = camel.createProducerTemplate();
        ServerClock serverClock = new ServerClock(clock);
        CallBudget budget = new CallBudget(settings.callsPerMonth(), ticketSettings.pollPeriod(), clock);
        TuyaMeters meters = new TuyaMeters(registry, serverClock);
        meters.budget(budget);
        AccessToken token = new AccessToken(() -> requestToken(template, meters), clock);
        RequestSigner signer = new RequestSigner(settings.clientId(), settings.clientSecret());
        RequestSigning signing = new RequestSigning(settings.clientId(), signer, token, serverClock);
        ReplyLimits limits = new ReplyLimits(settings.maxResponseSize(), settings.responseTimeout());
        // Whatever the client does by itself would happen behind the signature, the throttle and the error table.
        HttpClientConfigurer client = builder -> builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("tuya-ticket-stream")
                .addRequestInterceptorLast(signing)
                .addExecInterceptorFirst("reply-limits", limits);
        camel.getRegistry().bind("tuyaHttpClient", HttpClientConfigurer.class, client);
        Replies replies = new Replies(serverClock, meters, clock);
        camel.addRoutes(new TuyaRoutes(settings, token, budget, replies, new RequestRetry(token, serverClock, meters)));
        ExecutorService fetchers = camel.getExecutorServiceManager()
                .newFixedThreadPool(Tuya.class, "fetch-page", settings.concurrentRequests());
        TicketList tickets = new TicketList(settings, ticketSettings, template, fetchers);
        return new Tuya(tickets, meters, budget, () -> fetchers.execute(token::prefetch));
    }

    private static Reply requestToken(ProducerTemplate template, TuyaMeters meters) {
        try {
            Map<String, Object> target =
                    Map.of(Exchange.HTTP_PATH, AccessToken.PATH, Exchange.HTTP_QUERY, "grant_type=1");
            return template.requestBodyAndHeaders(TuyaRoutes.CALL, null, target, Reply.class);
        } catch (CamelExecutionException e) {
            TuyaException failure = TuyaException.of(e);
            meters.failed(failure.kind(), e.getExchange().getProperty(TuyaRoutes.SENT_AT, Long.class));
            throw failure;
        }
    }
}
