package io.github.ticketstream.tuya;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one access token of the process: cached, renewed early, by one caller while the others wait. It is always asked for
 * anew ({@code grant_type=1}); a refresh token works only once, and using it kills the old pair for everybody else.
 *
 * <p>Source: Tuya's "Get a Token".
 */
final class AccessToken {
    static final String PATH = "/v1.0/token";

    private static final Logger LOG = LoggerFactory.getLogger(AccessToken.class);
    private static final Duration EARLY = Duration.ofSeconds(60);

    private final Supplier<Reply> request;
    private final Clock clock;
    private volatile String value = "";
    private int generation;
    private Instant renewAt = Instant.MIN;

    /** @param request asks the API for a token */
    AccessToken(Supplier<Reply> request, Clock clock) {
        this.request = request;
        this.clock = clock;
    }

    /**
     * Makes sure that there is a token with time left.
     *
     * @return the number of that token, for {@link #drop}
     * @throws TuyaException if Tuya gives none
     */
    synchronized int ensure() {
        if (value.isEmpty() || !clock.instant().isBefore(renewAt)) {
            JsonNode result = request.get().resultTree();
            String token = result.path("access_token").asText("");
            long seconds = result.path("expire_time").asLong(0);
            if (token.isEmpty() || seconds <= 0) {
                throw new TuyaException(
                        TuyaException.Kind.TRANSIENT,
                        "Tuya's reply to the token call holds no usable token",
                        "if it lasts, report it to Tuya");
            }
            Duration lifetime =
                    Duration.ofSeconds(Math.min(seconds, Duration.ofDays(1).toSeconds()));
            Duration early = EARLY.compareTo(lifetime.dividedBy(2)) < 0 ? EARLY : lifetime.dividedBy(2);
            value = token;
            renewAt = clock.instant().plus(lifetime).minus(early);
            generation++;
        }
        return generation;
    }

    /** The same ahead of time, when a failure is nobody's trouble yet. */
    void prefetch() {
        try {
            ensure();
        } catch (TuyaException e) {
            LOG.debug("The first token could not be had ahead of time", e);
        }
    }

    /** Forgets a token that Tuya refused, unless another one has taken its place meanwhile. */
    synchronized void drop(int refused) {
        if (refused == generation) {
            value = "";
        }
    }

    /** The token to send, empty if there is none. */
    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "AccessToken[hidden]";
    }
}
