package io.github.ticketstream.tuya;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.settings.TuyaSettings;
import io.github.ticketstream.simulator.TuyaSimulator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;

/** The real client with its real routes, in a Camel context of its own, pointed at a simulator. */
public final class ConnectedTuya implements AutoCloseable {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Tuya tuya;
    private ProducerTemplate template;

    private ConnectedTuya() {}

    /** @param settings each {@code key=value}, on top of the address, the credentials and a rate that is no limit */
    public static ConnectedTuya to(TuyaSimulator simulator, String... settings) {
        return to(simulator, Clocks.system(), settings);
    }

    public static ConnectedTuya to(TuyaSimulator simulator, Clock clock, String... settings) {
        return to(simulator, new Clocks(clock, clock), settings);
    }

    private static ConnectedTuya to(TuyaSimulator simulator, Clocks clocks, String... settings) {
        Stream<String> usual = Stream.of(
                "tuya.client-id=" + simulator.clientId(),
                "tuya.client-secret=" + simulator.clientSecret(),
                "tuya.base-url=" + simulator.baseUrl(),
                "tuya.requests-per-second=1000");
        Settings all =
                TestSettings.only(Stream.concat(usual, Stream.of(settings)).toArray(String[]::new));
        ConnectedTuya connected = new ConnectedTuya();
        try {
            connected.camel.disableJMX();
            connected.tuya = Tuya.connect(
                    connected.camel, TuyaSettings.from(all), TicketSettings.from(all), connected.registry, clocks);
            connected.camel.start();
            connected.template = connected.camel.createProducerTemplate();
        } catch (Exception e) {
            throw new IllegalStateException("the routes to Tuya could not be started", e);
        }
        return connected;
    }

    public Tuya tuya() {
        return tuya;
    }

    ModelCamelContext camel() {
        return camel;
    }

    public PageWalk walk() {
        return tuya.tickets().walk(null, () -> false);
    }

    public Page firstPage() {
        try (PageWalk walk = walk()) {
            return walk.next();
        }
    }

    /** A page that is asked for once: a failure is not followed by another attempt, and is passed on as it is. */
    public Page askOnce() throws Throwable {
        return Page.of(call("/v1.0/iot-01/ticket/feedbacks", "page_no=1&page_size=50"), 1, System.currentTimeMillis());
    }

    public void askForTokenOnce() throws Throwable {
        Reply reply = call(AccessToken.PATH, "grant_type=1");
        new AccessToken(() -> reply, Clock.systemUTC()).ensure();
    }

    private Reply call(String path, String query) throws Throwable {
        Exchange called = template.request(TuyaRoutes.CALL, request -> {
            request.getIn().setHeader(Exchange.HTTP_PATH, path);
            request.getIn().setHeader(Exchange.HTTP_QUERY, query);
        });
        if (called.getException() != null) {
            throw called.getException();
        }
        return called.getMessage().getBody(Reply.class);
    }

    public List<String> readAll() {
        List<String> entries = new ArrayList<>();
        try (PageWalk walk = walk()) {
            walk.forEachRemaining(page ->
                    page.entries().forEach(entry -> entries.add(entry.json().text())));
        }
        return entries;
    }

    double counted(String outcome) {
        return registry.get("tuya.requests").tag("outcome", outcome).counter().count();
    }

    double clockOffsetSeconds() {
        return registry.get("tuya.clock.offset.seconds").gauge().value();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
