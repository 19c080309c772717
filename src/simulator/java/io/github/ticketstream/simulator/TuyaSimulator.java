package io.github.ticketstream.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
 *
 * <p>The way of a request: counted, perhaps defective, answered, logged.
 */
public final class TuyaSimulator implements AutoCloseable {

    static {
        // Headers and body leave as two writes; without this each reply would wait 40 ms for a delayed acknowledgement.
        // The JDK reads it once, when its server is first used in this process.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** As many requests are worked on at a time, slow replies included; more wait. */
    private static final int THREADS = 16;

    private static final System.Logger LOG = System.getLogger(TuyaSimulator.class.getName());

    private final SimulatorBuilder settings;
    private final TicketPopulation tickets;
    private final Authentication authentication;
    private final TicketList list;
    private final TicketDetails details;
    private final Envelope envelope;
    private final Faults faults = new Faults();
    private final Quirks quirks = new Quirks();
    private final Traffic traffic = new Traffic();
    private final ServedLog log;
    private final Map<Integer, Queue<Runnable>> afterPage = new ConcurrentHashMap<>();
    private final List<IntConsumer> afterEveryPage = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads;
    private final InetSocketAddress address;
    private HttpServer server;

    TuyaSimulator(SimulatorBuilder settings) {
        this.settings = settings;
        this.log = new ServedLog(settings.clock);
        this.tickets = new TicketPopulation(settings.clock, settings.order);
        // The server's idea of the time: the true clock, off by a quirk.
        InstantSource serverClock = () -> settings.clock.instant().plus(quirks.clockSkew);
        this.envelope = new Envelope(serverClock, quirks, settings.seed);
        this.authentication = new Authentication(settings, serverClock);
        this.list = new TicketList(tickets, quirks, envelope);
        this.details = new TicketDetails(tickets, envelope);
        AtomicInteger threadNo = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
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
        return authentication.issued();
    }

    /** Kills every token out of turn; a client finds out by code 1010. */
    public void revokeTokens() {
        authentication.revokeAll();
    }

    /**
     * Runs an action once, when this page has next been served: after it was put together, and before its client can have
     * read all of it. So that page does not show what the action changes, and the client's next request does. Several actions
     * for one page run at one serving each.
     */
    public void afterPage(int pageNo, Runnable action) {
        afterPage.computeIfAbsent(pageNo, page -> new ConcurrentLinkedQueue<>()).add(action);
    }

    /** The same for every page served, with its number. */
    public void afterEveryPage(IntConsumer action) {
        afterEveryPage.add(action);
    }

    /** Refuses connections and shuts those there are, until {@link #goOnline}. */
    public synchronized void goOffline() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** Listens again, at the same port and with the same tokens. */
    public void goOnline() {
        goOffline();
        listen(address);
    }

    @Override
    public void close() {
        closing.countDown(); // wakes slow replies, too
        goOffline();
        threads.shutdownNow();
    }

    /** Returns the address bound, with the real port when 0 was asked for. */
    private synchronized InetSocketAddress listen(InetSocketAddress at) {
        try {
            if (settings.tls == null) {
                server = HttpServer.create(at, 1024);
            } else {
                HttpsServer secured = HttpsServer.create(at, 1024);
                secured.setHttpsConfigurator(new HttpsConfigurator(settings.tls));
                server = secured;
            }
        } catch (IOException e) {
            threads.shutdownNow();
            throw new UncheckedIOException("cannot listen at " + at, e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Traffic.Visit visit = traffic.enter();
        try {
            ApiCall call = ApiCall.read(exchange, settings.parameterStyle);
            Reply reply = faults.answer(call, envelope, () -> answer(call));
            await(reply.delay);
            send(exchange, call, reply, visit);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the simulator itself, or a test's hook, failed", e);
            throw e;
        } finally {
            visit.leave();
        }
    }

    private Reply answer(ApiCall call) {
        try {
            if (!call.method().equals("GET") || !(call.isToken() || call.isFeedbacks() || call.isBelowFeedbacks())) {
                throw new Refusal(1108, "uri path invalid");
            }
            if (call.isToken()) {
                return Reply.ok(envelope.success(authentication.token(call)));
            }
            authentication.checkBusinessCall(call);
            return call.isFeedbacks() ? list.answer(call) : details.answer(call);
        } catch (Refusal refusal) {
            return Reply.json("code " + refusal.code, envelope.failure("" + refusal.code, refusal.getMessage()));
        }
    }

    private void send(HttpExchange exchange, ApiCall call, Reply reply, Traffic.Visit visit) throws IOException {
        boolean[] logged = {false};
        try {
            reply.write(exchange, quirks.gzip && call.acceptsGzip(), () -> {
                visit.leave(); // a client that asks one by one must never be counted twice
                logged[0] = true;
                log.record(call, reply);
                runHooks(reply.pageNo);
            });
        } catch (IOException e) {
            if (!logged[0]) {
                log.record(call, reply.defective("client-gone", Reply.Ending.DROPPED));
            }
            throw e;
        }
    }

    private void runHooks(int pageNo) {
        if (pageNo == 0) {
            return;
        }
        Runnable once = afterPage.getOrDefault(pageNo, new ConcurrentLinkedQueue<>()).poll();
        if (once != null) {
            once.run();
        }
        afterEveryPage.forEach(action -> action.accept(pageNo));
    }

    private void await(Duration delay) {
        try {
            if (!delay.isZero()) {
                closing.await(delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
