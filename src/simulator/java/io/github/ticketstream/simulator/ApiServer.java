package io.github.ticketstream.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The way of a request: counted, perhaps defective, answered, logged. */
final class ApiServer {

    static {
        // Headers and body leave as two writes; without this each reply would wait 40 ms for a delayed acknowledgement.
        // The JDK reads it once, when its server is first used in this process.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());

    private final SSLContext tls;
    private final ParameterStyle style;
    private final TokenEndpoint token;
    private final FeedbacksEndpoint feedbacks;
    private final Envelope envelope;
    private final Faults faults;
    private final Quirks quirks;
    private final Traffic traffic;
    private final ServedLog log;
    private final PageHooks hooks;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private HttpServer server;

    /** @param tls null for plain HTTP */
    ApiServer(
            SSLContext tls,
            ParameterStyle style,
            TokenEndpoint token,
            FeedbacksEndpoint feedbacks,
            Envelope envelope,
            Faults faults,
            Quirks quirks,
            Traffic traffic,
            ServedLog log,
            PageHooks hooks) {
        this.tls = tls;
        this.style = style;
        this.token = token;
        this.feedbacks = feedbacks;
        this.envelope = envelope;
        this.faults = faults;
        this.quirks = quirks;
        this.traffic = traffic;
        this.log = log;
        this.hooks = hooks;
    }

    /** Returns the address bound, with the real port when 0 was asked for. */
    synchronized InetSocketAddress listen(InetSocketAddress address, ExecutorService threads) throws IOException {
        server = tls == null ? HttpServer.create(address, 1024) : secured(address);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        return server.getAddress();
    }

    private HttpServer secured(InetSocketAddress address) throws IOException {
        HttpsServer secured = HttpsServer.create(address, 1024);
        secured.setHttpsConfigurator(new HttpsConfigurator(tls));
        return secured;
    }

    /** Shuts the port and every connection. */
    synchronized void stopListening() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** Wakes slow replies, too. */
    void stop() {
        stopping.countDown();
        stopListening();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Traffic.Visit visit = traffic.enter();
        try {
            ApiCall call = ApiCall.read(exchange, style);
            Reply reply = faults.answer(call, envelope, () -> answer(call));
            await(reply.delay());
            send(exchange, call, reply, visit);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the simulator itself, or a test's hook, failed", e);
            throw e;
        } finally {
            visit.leave();
        }
    }

    private void send(HttpExchange exchange, ApiCall call, Reply reply, Traffic.Visit visit) throws IOException {
        boolean[] logged = {false};
        try {
            ReplyWriter.write(exchange, reply, quirks.gzip && call.acceptsGzip(), () -> {
                visit.leave(); // a client that asks one by one must never be counted twice
                logged[0] = true;
                log.record(call, reply);
                hooks.run(reply.served());
            });
        } catch (IOException e) {
            if (!logged[0]) {
                log.record(call, reply.defective("client-gone", reply.body(), reply.ending()));
            }
            throw e;
        }
    }

    private Reply answer(ApiCall call) {
        try {
            if (!call.method().equals("GET") || !(call.isToken() || call.isFeedbacks())) {
                throw new Refusal(1108, "uri path invalid");
            }
            return call.isToken() ? token.answer(call) : feedbacks.answer(call);
        } catch (Refusal refusal) {
            byte[] body = envelope.failure(Integer.toString(refusal.code()), refusal.getMessage());
            return Reply.json("code " + refusal.code(), body);
        }
    }

    private void await(Duration delay) {
        if (delay.isZero()) {
            return;
        }
        try {
            stopping.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
