package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a failed request is sent again, and when. Camel's error handler does the waiting and the sending; a
 * request that is given up fails its sweep, which has its own, longer back-off.
 */
public final class RequestRetry {
    private static final Logger LOG = LoggerFactory.getLogger(RequestRetry.class);
    /** The property of an exchange that counts them. */
    static final String RETRIES = "retries";

    /** How often each kind is tried again; kinds that pass by themselves count together; any other kind never. */
    private static final Map<Kind, Integer> MOST =
            Map.of(Kind.REAUTHENTICATE, 1, Kind.CLOCK, 1, Kind.TRANSIENT, 4, Kind.UNKNOWN, 2);
    /** A count after which there are no more retries. */
    static final int NO_MORE = 4;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    /** The sweep waits for a longer {@code Retry-After}. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    private final AccessToken token;
    private final TuyaClock clock;
    private final TuyaMeters meters;
    private final BooleanSupplier isCounted;

    /** @param isCounted whether the count that outlives the process includes one more call */
    RequestRetry(AccessToken token, TuyaClock clock, TuyaMeters meters, BooleanSupplier isCounted) {
        this.token = token;
        this.clock = clock;
        this.meters = meters;
        this.isCounted = isCounted;
    }

    /** Called by the error handler after each failed attempt; sets the pause before the next one. */
    public boolean again(Exchange exchange) {
        TuyaException failure = TuyaException.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        meters.failed(failure.kind(), exchange.getProperty(TuyaRoutes.SENT_AT, Long.class));
        Duration pause = pause(failure, exchange);
        if (pause == null || !isCounted.getAsBoolean()) {
            return false;
        }
        LOG.debug("{}; trying again in {} ms", failure.getMessage(), pause.toMillis());
        meters.repeated();
        exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, pause.toMillis());
        return true;
    }

    /** The pause before the next attempt, or null if there is none. */
    private Duration pause(TuyaException failure, Exchange exchange) {
        Kind kind = failure.kind();
        if (kind == Kind.REAUTHENTICATE) {
            Integer refused = exchange.getProperty(TuyaRoutes.TOKEN, Integer.class);
            if (refused != null) {
                token.drop(refused);
            }
        } else if (kind == Kind.CLOCK) {
            clock.correct();
        }
        boolean passes = kind == Kind.TRANSIENT || kind == Kind.UNKNOWN;
        String counter = passes ? RETRIES : kind.name();
        int retries = exchange.getProperty(counter, 0, Integer.class);
        exchange.setProperty(counter, retries + 1);
        Duration pause = passes ? backOff(retries, failure) : Duration.ZERO;
        return retries < MOST.getOrDefault(kind, 0) && pause.compareTo(MAX_PAUSE) <= 0 ? pause : null;
    }

    private static Duration backOff(int retries, TuyaException failure) {
        long slower = failure.kind() == Kind.UNKNOWN ? 4 : 1;
        long millis = (FIRST_PAUSE.toMillis() * slower) << retries;
        long jittered = millis + ThreadLocalRandom.current().nextLong(millis / 4 + 1);
        return Duration.ofMillis(Math.max(jittered, failure.retryAfter().toMillis()));
    }
}
