package io.github.ticketstream.tuya;

import io.github.bucket4j.Bucket;
import io.github.ticketstream.settings.TuyaSettings;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** One call to Tuya, and the same call with retries. */
final class TuyaRoutes extends RouteBuilder {
    /** Sends the request whose path and query are in the headers, and tries again if that can help. */
    static final String FETCH = "direct:fetch-from-tuya";
    /** Sends it once. */
    static final String CALL = "direct:call-tuya";

    static final String SENT_AT = "sent-at";
    static final String TOKEN = "token";
    /** The property that keeps the reply, of any kind. */
    static final String BODY = "body";
    /**
     * A twentieth longer than necessary. So the ceiling also holds where the requests arrive, in any second: a delayed
     * request may be followed by others more closely than they were sent.
     */
    private static final double NANOS_BETWEEN = 1.05e9;

    private final String http;
    private final Bucket turns;
    private final AccessToken token;
    private final CallBudget budget;
    private final Replies replies;
    private final RequestRetry retry;

    TuyaRoutes(TuyaSettings settings, AccessToken token, CallBudget budget, Replies replies, RequestRetry retry) {
        // No header within the program, such as a trace's context, goes to Tuya.
        this.http = settings.baseUrl() + "?httpMethod=GET&throwExceptionOnFailure=false&disableStreamCache=true"
                + "&skipRequestHeaders=true&headerFilterStrategy=#replyHeaders"
                + "&httpClientConfigurer=#tuyaHttpClient&responseTimeout="
                + settings.responseTimeout().toMillis();
        this.turns = turns(settings.requestsPerSecond());
        this.token = token;
        this.budget = budget;
        this.replies = replies;
        this.retry = retry;
    }

    /**
     * Makes a ceiling of requests per second, evenly spaced. Camel's throttle goes by the wall clock: set back by an
     * hour, it would hold up the next request for an hour.
     */
    static Bucket turns(double perSecond) {
        Duration between = Duration.ofNanos((long) Math.ceil(NANOS_BETWEEN / perSecond));
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(1).refillGreedy(1, between))
                .withNanosecondPrecision()
                .build();
    }

    // spotless:off
    @Override
    public void configure() {
        // Camel's tracing would print tokens, and fields that are masked later.
        from(FETCH).routeId("fetch-from-tuya").trace(false)
            .onException(Exception.class).redeliveryPolicyRef("untilStopped").retryWhile(method(retry, "again")).end()
            .to(CALL);

        // Camel would read each reply into a cache of its own first, and hide why one broke off.
        from(CALL).routeId("call-tuya").trace(false).streamCache("false").errorHandler(noErrorHandler())
            .removeProperty(SENT_AT).bean(budget, "requireCalls")
            .filter(header(Exchange.HTTP_PATH).isNotEqualTo(AccessToken.PATH)).setProperty(TOKEN, method(token, "ensure")).end()
            .process(exchange -> turns.asBlocking().consume(1)).id("await-turn")
            // Once more: while this request waited for its turn, another one may have found the token refused.
            .filter(header(Exchange.HTTP_PATH).isNotEqualTo(AccessToken.PATH)).setProperty(TOKEN, method(token, "ensure")).end()
            .bean(budget, "requireCalls")
            .setProperty(SENT_AT).exchange(exchange -> System.nanoTime())
            .to(http).id("request-tuya").convertBodyTo(byte[].class).setProperty(BODY, body())
            .transform(method(replies, "judge"));
    }
    // spotless:on
}
