package io.github.ticketstream.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * A running simulator of Tuya's API.
 *
 * <pre>{@code
 * try (TuyaSimulator tuya = TuyaSimulator.start()) {
 *     tuya.tickets().addGenerated(200, 1);
 *     tuya.faults().next(1, Calls.page(2), Fault.cutBody());
 *     // ... point a client at tuya.baseUrl(), with tuya.clientId() and tuya.clientSecret()
 *     tuya.log().versions(); // what the client was given
 * }
 * }</pre>
 */
public final class TuyaSimulator implements AutoCloseable {

    private final SimulatorBuilder settings;
    private final TicketPopulation tickets;
    private final Tokens tokens;
    private final Faults faults = new Faults();
    private final Quirks quirks = new Quirks();
    private final Traffic traffic = new Traffic();
    private final PageHooks hooks = new PageHooks();
    private final ServedLog log;
    private final ApiServer server;
    private final ExecutorService threads;
    private final InetSocketAddress address;

    TuyaSimulator(SimulatorBuilder settings) {
        this.settings = settings;
        this.tickets = settings.tickets();
        this.tokens = settings.tokens();
        this.log = new ServedLog(settings.clock);
        // The server's idea of the time: the true clock, off by a quirk.
        InstantSource serverClock = () -> settings.clock.instant().plus(quirks.clockSkew);
        Envelope envelope = new Envelope(serverClock, quirks, settings.seed);
        Authentication authentication =
                new Authentication(settings.clientId, settings.clientSecret, tokens, serverClock);
        this.server = new ApiServer(
                settings.tls,
                settings.parameterStyle,
                new TokenEndpoint(tokens, authentication, envelope),
                new FeedbacksEndpoint(tickets, authentication, envelope, quirks),
                envelope,
                faults,
                quirks,
                traffic,
                log,
                hooks);
        AtomicInteger threadNo = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(settings.threads, task -> {
            Thread thread = new Thread(task, "tuya-simulator-" + threadNo.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.address = listen(new InetSocketAddress(settings.host, settings.port));
    }

    /** On the loopback, at any free port, everything else as {@link SimulatorBuilder} has it. */
    public static TuyaSimulator start() {
        return builder().start();
    }

    public static SimulatorBuilder builder() {
        return new SimulatorBuilder();
    }

    /** Such as {@code http://127.0.0.1:40123}, without a slash at the end. */
    public URI baseUrl() {
        return URI.create((settings.tls == null ? "http://" : "https://") + settings.host + ":" + address.getPort());
    }

    public String clientId() {
        return settings.clientId;
    }

    public String clientSecret() {
        return settings.clientSecret;
    }

    public TicketPopulation tickets() {
        return tickets;
    }

    public Faults faults() {
        return faults;
    }

    public Quirks quirks() {
        return quirks;
    }

    public ServedLog log() {
        return log;
    }

    public Traffic traffic() {
        return traffic;
    }

    /** Access and refresh tokens that were ever given out, for those who look for them where they must not be. */
    public List<String> issuedTokens() {
        return tokens.issued();
    }

    /** Kills every token out of turn; a client finds out by code 1010. */
    public void revokeTokens() {
        tokens.revokeAll();
    }

    /**
     * Runs an action once, when this page has next been served: after the page was put together, before its client can
     * ask for another one. Several actions for one page run at one serving each.
     */
    public void afterPage(int pageNo, Runnable action) {
        hooks.afterPage(pageNo, action);
    }

    /** The same for every page served, with its number. */
    public void afterEveryPage(IntConsumer action) {
        hooks.afterEveryPage(action);
    }

    /** Refuses connections and shuts those there are, until {@link #goOnline}. */
    public void goOffline() {
        server.stopListening();
    }

    /** Listens again, at the same port and with the same tokens. */
    public void goOnline() {
        server.stopListening();
        listen(address);
    }

    @Override
    public void close() {
        server.stop();
        threads.shutdownNow();
    }

    private InetSocketAddress listen(InetSocketAddress at) {
        try {
            return server.listen(at, threads);
        } catch (IOException e) {
            threads.shutdownNow();
            throw new UncheckedIOException("cannot listen at " + at, e);
        }
    }
}
