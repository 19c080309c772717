package io.github.ticketstream.tuya;

import io.github.ticketstream.settings.TuyaSettings;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** One call to Tuya, and the same call with retries. */
final class TuyaRoutes extends RouteBuilder {
    /** Sends the request whose path and query the headers name, and tries again where that can help. */
    static final String FETCH = "direct:fetch-from-tuya";
    /** Sends it once. */
    static final String CALL = "direct:call-tuya";

    static final String SENT_AT = "sent-at";
    static final String TOKEN = "token";

    private final String http;
    private final RequestRate rate;
    private final AccessToken token;
    private final CallBudget budget;
    private final Replies replies;
    private final RequestRetry retry;

    TuyaRoutes(TuyaSettings settings, AccessToken token, CallBudget budget, Replies replies, RequestRetry retry) {
        // Nothing that a message carries within the program, such as a trace's context, is Tuya's business.
        this.http = settings.baseUrl() + "?httpMethod=GET&throwExceptionOnFailure=false&disableStreamCache=true"
                + "&skipRequestHeaders=true&headerFilterStrategy=#replyHeaders"
                + "&httpClientConfigurer=#tuyaHttpClient&responseTimeout="
                + settings.responseTimeout().toMillis();
        this.rate = new RequestRate(settings.requestsPerSecond());
        this.token = token;
        this.budget = budget;
        this.replies = replies;
        this.retry = retry;
    }

    // spotless:off
    @Override
    public void configure() {
        // Camel's tracing would print tokens and what is masked only later.
        from(FETCH).routeId("fetch-from-tuya").trace(false)
            .onException(Exception.class).redeliveryPolicyRef("untilStopped").retryWhile(method(retry, "again")).end()
            .to(CALL);

        // Camel would read each reply into a cache of its own first, and keep to itself why one broke off.
        from(CALL).routeId("call-tuya").trace(false).streamCache("false").errorHandler(noErrorHandler())
            .removeProperty(SENT_AT).bean(budget, "requireCalls")
            .filter(header(Exchange.HTTP_PATH).isNotEqualTo(AccessToken.PATH)).setProperty(TOKEN, method(token, "ensure")).end()
            .bean(rate, "await").id("await-turn")
            // Once more: while this request waited for its turn, another one may have found the token refused.
            .filter(header(Exchange.HTTP_PATH).isNotEqualTo(AccessToken.PATH)).setProperty(TOKEN, method(token, "ensure")).end()
            .bean(budget, "requireCalls")
            .setProperty(SENT_AT).exchange(exchange -> System.nanoTime())
            .to(http).id("request-tuya")
            .setBody(method(replies, "bytes"))
            .doTry()
                .choice()
                    .when(header(Exchange.HTTP_PATH).isEqualTo(AccessToken.PATH)).unmarshal(ReplyFormat.TOKEN.dataFormat()).endChoice()
                    .otherwise().unmarshal(ReplyFormat.PAGE.dataFormat()).endChoice()
                .end()
            .endDoTry().doCatch(IOException.class)
                // The body stays the bytes. The exception may quote them, and with them personal data: it goes no further.
            .end()
            .transform(method(replies, "judge"));
    }
    // spotless:on
}
