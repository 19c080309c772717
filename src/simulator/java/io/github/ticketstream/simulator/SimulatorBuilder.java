package io.github.ticketstream.simulator;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import javax.net.ssl.SSLContext;

/** Settings of a {@link TuyaSimulator}, every one with a default; the simulator itself reads them as they are. */
public final class SimulatorBuilder {

    String host = "127.0.0.1";
    int port;
    String clientId = "simulated-client-id";
    String clientSecret = "simulated-client-secret";
    SSLContext tls;
    ParameterStyle parameterStyle = ParameterStyle.SNAKE_CASE;
    Duration tokenLifetime = Duration.ofHours(2);
    TicketOrder order = TicketOrder.INSERTION;
    Clock clock = Clock.systemUTC();
    long seed;
    Random random = new SecureRandom();

    SimulatorBuilder() {}

    public TuyaSimulator start() {
        return new TuyaSimulator(this);
    }

    /** Default: the loopback. Inside a container {@code 0.0.0.0}. */
    public SimulatorBuilder host(String value) {
        host = value;
        return this;
    }

    /** Default: 0, any free one. */
    public SimulatorBuilder port(int value) {
        port = value;
        return this;
    }

    public SimulatorBuilder credentials(String id, String secret) {
        clientId = id;
        clientSecret = secret;
        return this;
    }

    /** Default: plain HTTP. HTTPS with the certificate of this context. */
    public SimulatorBuilder tls(SSLContext value) {
        tls = value;
        return this;
    }

    /** Default: snake_case. Parameters of the other style are ignored without a word. */
    public SimulatorBuilder parameterStyle(ParameterStyle value) {
        parameterStyle = value;
        return this;
    }

    /** Default: 7200 seconds, as Tuya's. */
    public SimulatorBuilder tokenLifetime(Duration value) {
        tokenLifetime = value;
        return this;
    }

    /** Default: order of insertion. */
    public SimulatorBuilder order(TicketOrder value) {
        order = value;
        return this;
    }

    /** Default: the system's. Token lifetimes, the check of {@code t} and update times follow it. */
    public SimulatorBuilder clock(Clock value) {
        clock = value;
        return this;
    }

    /** Default: unpredictable tokens. A seed makes tokens and {@code tid}s the same in every run. */
    public SimulatorBuilder seed(long value) {
        seed = value;
        random = new Random(value);
        return this;
    }
}
