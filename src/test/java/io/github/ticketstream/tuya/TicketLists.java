package io.github.ticketstream.tuya;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TuyaSettings;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** The program's own reader of the list, over an API that is a function. */
public final class TicketLists {
    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static final TuyaSettings TUYA = TuyaSettings.from(TestSettings.with());

    private TicketLists() {}

    /**
     * @param api from a query to a reply's body, or a {@link TuyaException}; asked by the thread that reads the list
     * @param isLate whether a page that was asked for seems to be under way until someone waits for it
     * @param sizes of a page that it may find by asking, rising
     * @param now by Tuya's clock, where it stands still
     */
    public static TicketList over(
            UnaryOperator<String> api,
            BooleanSupplier isLate,
            TicketSettings settings,
            List<Integer> sizes,
            Instant now) {
        Clock still = Clock.fixed(now, ZoneOffset.UTC);
        TuyaClock clock = new TuyaClock(new Clocks(still, still));
        clock.observe(now.toEpochMilli());
        ProducerTemplate camel = proxy(
                ProducerTemplate.class,
                (proxy, method, arguments) ->
                        method.getName().equals("request") ? exchange((Processor) arguments[1], api) : CAMEL);
        ExecutorService atOnce =
                proxy(ExecutorService.class, (proxy, method, arguments) -> future((Callable<?>) arguments[0], isLate));
        return new TicketList(
                TUYA,
                settings,
                new TicketList.Requests(camel, atOnce),
                new PageSize(OptionalInt.empty(), sizes, clock),
                clock);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Exchange exchange(Processor request, UnaryOperator<String> api) throws Exception {
        Exchange exchange = new DefaultExchange(CAMEL);
        request.process(exchange);
        try {
            exchange.getMessage()
                    .setBody(reply(api.apply(exchange.getIn().getHeader(Exchange.HTTP_QUERY, String.class))));
        } catch (TuyaException e) {
            exchange.setException(e);
        }
        return exchange;
    }

    private static Reply reply(String body) throws IOException {
        return Reply.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Future<?> future(Callable<?> task, BooleanSupplier isLate) throws Exception {
        try {
            Object page = task.call();
            return isLate.getAsBoolean() ? new StillUnderWay(page) : CompletableFuture.completedFuture(page);
        } catch (TuyaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** There as soon as someone waits for it. */
    private static final class StillUnderWay extends CompletableFuture<Object> {
        private final Object page;

        StillUnderWay(Object page) {
            this.page = page;
        }

        @Override
        public Object get(long timeout, TimeUnit unit) {
            return page;
        }
    }
}
