package io.github.ticketstream.tuya;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one access token of the process: cached, and renewed early by one caller while the others wait. It always
 * requests a new one ({@code grant_type=1}): a refresh token works only once, and using it kills the old pair for
 * everybody else.
 *
 * <p>Source: Tuya's "Get a Token".
 */
final class AccessToken {
    static final String PATH = "/v1.0/token";
    static final String QUERY = "grant_type=1";

    private static final Logger LOG = LoggerFactory.getLogger(AccessToken.class);
    private static final Duration EARLY = Duration.ofSeconds(60);
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MAX_ISSUED = 8;

    private final Supplier<Reply> request;
    private final Clock monotonic;
    /** Empty if there is none. */
    private volatile String value = "";
    /** The last tokens, oldest first. */
    private final Deque<String> issued = new ConcurrentLinkedDeque<>();

    private int generation;
    private Instant renewAt = Instant.MIN;

    AccessToken(Supplier<Reply> request, Clock monotonic) {
        this.request = request;
        this.monotonic = monotonic;
    }

    /** Makes sure that the token has time left, and returns its number, for {@link #drop}. */
    synchronized int ensure() {
        if (value.isEmpty() || !monotonic.instant().isBefore(renewAt)) {
            Result token = request.get().result();
            if (token.token().isEmpty() || token.tokenSeconds() == 0) {
                throw new TuyaException(
                        TuyaException.Kind.TRANSIENT,
                        "Tuya's reply to the token call holds no usable token",
                        "if it lasts, report it to Tuya");
            }
            renewAt = monotonic.instant().plusMillis(useMillis(token));
            value = token.token();
            issued.remove(value);
            issued.addLast(value);
            if (issued.size() > MAX_ISSUED) {
                issued.removeFirst();
            }
            generation++;
        }
        return generation;
    }

    private long useMillis(Result token) {
        long millis = Math.min(token.tokenSeconds(), LONGEST.toSeconds()) * 1_000;
        // Tuya may give the same token again before its end: then another request would gain nothing.
        return token.token().equals(issued.peekLast())
                ? Math.max(millis, SHORTEST.toMillis())
                : millis - Math.min(EARLY.toMillis(), millis / 2);
    }

    /** Returns whether a text holds one of the last tokens. */
    boolean isIn(String text) {
        return issued.stream().anyMatch(text::contains);
    }

    /** Requests a token ahead of time, when a failure does not matter yet. */
    void prefetch() {
        try {
            ensure();
        } catch (TuyaException e) {
            LOG.debug("The first token could not be had ahead of time", e);
        }
    }

    /**
     * Lets the next request ask for another token than the one that Tuya refused, unless it was replaced meanwhile. The
     * refused one stays: a request that is about to be signed would go out without any.
     */
    synchronized void drop(int refused) {
        if (refused == generation) {
            renewAt = Instant.MIN;
        }
    }

    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "AccessToken[hidden]";
    }
}
