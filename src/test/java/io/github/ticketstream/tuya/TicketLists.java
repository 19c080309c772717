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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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

    /** The API. */
    public interface Api {
        /** From a query to a reply's body, or a {@link TuyaException}. */
        String answer(String query);

        /** What happens when the reply that it gave last is read: a page that was asked for ahead may be read by nobody. */
        default Runnable shows() {
            return () -> {};
        }
    }

    /**
     * @param api asked by the thread that reads the list
     * @param isLate whether a page that was asked for is under way until someone waits for it: failed and repeated
     *     meanwhile, so that its reply is younger than those of pages behind it
     * @param sizes of a page that it may find by asking, rising
     * @param now by Tuya's clock, where it stands still
     */
    public static TicketList over(
            Api api, BooleanSupplier isLate, TicketSettings settings, List<Integer> sizes, Instant now) {
        Clock still = Clock.fixed(now, ZoneOffset.UTC);
        TuyaClock clock = new TuyaClock(new Clocks(still, still));
        clock.observe(now.toEpochMilli());
        ProducerTemplate camel = proxy(
                ProducerTemplate.class,
                (proxy, method, arguments) ->
                        method.getName().equals("request") ? exchange((Processor) arguments[1], api) : CAMEL);
        ExecutorService atOnce = proxy(ExecutorService.class, (proxy, method, arguments) -> {
            Request request = new Request((Callable<?>) arguments[0], api);
            if (!isLate.getAsBoolean()) {
                request.send();
            }
            return request;
        });
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

    private static Exchange exchange(Processor request, Api api) throws Exception {
        Exchange exchange = new DefaultExchange(CAMEL);
        request.process(exchange);
        try {
            exchange.getMessage()
                    .setBody(reply(api.answer(exchange.getIn().getHeader(Exchange.HTTP_QUERY, String.class))));
        } catch (TuyaException e) {
            exchange.setException(e);
        }
        return exchange;
    }

    private static Reply reply(String body) throws IOException {
        return Reply.read(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sent when someone waits for it, if not before. */
    private static final class Request extends CompletableFuture<Object> {
        private final Callable<?> task;
        private final Api api;
        private Runnable read = () -> {};

        Request(Callable<?> task, Api api) {
            this.task = task;
            this.api = api;
        }

        void send() throws Exception {
            try {
                complete(task.call());
                read = api.shows();
            } catch (TuyaException e) {
                completeExceptionally(e);
            }
        }

        @Override
        public Object get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException {
            if (!isDone()) {
                try {
                    send();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new ExecutionException(e);
                }
            }
            Object page = get();
            read.run();
            return page;
        }
    }
}
