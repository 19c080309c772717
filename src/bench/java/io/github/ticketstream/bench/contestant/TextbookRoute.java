package io.github.ticketstream.bench.contestant;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.main.Main;
import org.apache.camel.processor.idempotent.kafka.KafkaIdempotentRepository;

/**
 * The route that is usually written: poll, unmarshal, split, drop what the idempotent repository knows, publish: {@code java
 * -cp … io.github.ticketstream.bench.contestant.TextbookRoute eager}, or {@code not-eager}. {@link
 * io.github.ticketstream.bench.Benchmark} starts it.
 */
public final class TextbookRoute extends RouteBuilder {
    private static final String PAGE = "page";
    private static final String MORE = "more";
    /** The repository forgets what does not fit, and the route would publish it again. */
    private static final int MOST_REMEMBERED = 10_000_000;

    private static final int POLL_MILLIS = 100;

    private final Signature signature = Signature.fromEnvironment();
    private final int pageSize = Integer.parseInt(System.getenv("TICKETS_PAGE_SIZE"));
    private final boolean eager;
    private String token = "";

    private TextbookRoute(boolean eager) {
        this.eager = eager;
    }

    public static void main(String[] args) throws Exception {
        Main main = new Main();
        // The program's own settings are on the class path of the tests.
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().addRoutesBuilder(new TextbookRoute(args[0].equals("eager")));
        main.run();
    }

    // spotless:off
    @Override
    public void configure() {
        KafkaIdempotentRepository known = new KafkaIdempotentRepository(
                System.getenv("TICKETS_STATE_TOPIC"), System.getenv("CAMEL_COMPONENT_KAFKA_BROKERS"),
                MOST_REMEMBERED, POLL_MILLIS);
        String api = System.getenv("TUYA_BASE_URL");

        // Without synchronous, the next sweep would begin while the producer still works on the last one.
        from("timer:poll?delay=100&period={{env:TICKETS_POLL_PERIOD}}&synchronous=true").routeId("poll-tickets")
            .filter(exchange -> token.isEmpty()).to("direct:token").end()
            .setProperty(PAGE, constant(1))
            .setProperty(MORE, constant(true))
            .loopDoWhile(exchangeProperty(MORE))
                .process(this::signPage)
                .to(api)
                .unmarshal().json()
                .setProperty(MORE, simple("${body[result][has_more]}"))
                .removeHeaders("*")
                .split(simple("${body[result][list]}"))
                    .setHeader(KafkaConstants.KEY, simple("${body[ticket_no]}"))
                    .idempotentConsumer(simple("${body[ticket_no]}@${body[update_time]}"), known).eager(eager)
                        .marshal().json()
                        .to("kafka:{{env:TICKETS_TOPIC}}?brokers={{env:CAMEL_COMPONENT_KAFKA_BROKERS}}")
                    .end()
                .end()
                .process(exchange -> exchange.setProperty(PAGE, page(exchange) + 1))
            .end();

        from("direct:token").routeId("get-token")
            .process(exchange -> sign(exchange, "/v1.0/token", "grant_type=1"))
            .to(api)
            .unmarshal().json()
            .setBody(simple("${body[result][access_token]}"))
            .process(exchange -> token = exchange.getMessage().getBody(String.class));
    }
    // spotless:on

    private void signPage(Exchange exchange) {
        sign(exchange, "/v1.0/iot-01/ticket/feedbacks", "page_no=" + page(exchange) + "&page_size=" + pageSize);
    }

    private static int page(Exchange exchange) {
        return exchange.getProperty(PAGE, Integer.class);
    }

    private void sign(Exchange exchange, String path, String query) {
        exchange.getMessage().setBody(null);
        exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "GET");
        exchange.getMessage().setHeader(Exchange.HTTP_PATH, path);
        exchange.getMessage().setHeader(Exchange.HTTP_QUERY, query);
        signature.headers(path + "?" + query, token).forEach(exchange.getMessage()::setHeader);
    }
}
