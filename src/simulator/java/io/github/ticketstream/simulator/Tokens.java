package io.github.ticketstream.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** The one live pair of access and refresh token that a Tuya project has at a time. */
final class Tokens {

    /** @param expiresAt end of the access token; the refresh token lives until it is used or its pair is replaced */
    record Pair(String accessToken, String refreshToken, Instant expiresAt) {}

    private final Clock clock;
    private final Duration lifetime;
    private final Random random;
    private final List<String> issued = new ArrayList<>();
    private Pair live;

    Tokens(Clock clock, Duration lifetime, Random random) {
        this.clock = clock;
        this.lifetime = lifetime;
        this.random = random;
    }

    /** The live pair with what is left of it, or a new one when less than a second is left. */
    synchronized Pair current() {
        if (live == null || secondsLeft(live) < 1) {
            live = issue();
        }
        return live;
    }

    /** A refresh token works once: it kills its own pair and gives a new one. */
    synchronized Pair refresh(String refreshToken) {
        if (live == null || !live.refreshToken().equals(refreshToken)) {
            throw Refusal.tokenInvalid();
        }
        live = issue();
        return live;
    }

    synchronized boolean accepts(String accessToken) {
        return live != null
                && live.accessToken().equals(accessToken)
                && clock.instant().isBefore(live.expiresAt());
    }

    synchronized void revokeAll() {
        live = null;
    }

    long secondsLeft(Pair pair) {
        return Duration.between(clock.instant(), pair.expiresAt()).toSeconds();
    }

    /** Access and refresh tokens that were ever given out. */
    synchronized List<String> issued() {
        return List.copyOf(issued);
    }

    private Pair issue() {
        Pair pair = new Pair(hex32(), hex32(), clock.instant().plus(lifetime));
        issued.add(pair.accessToken());
        issued.add(pair.refreshToken());
        return pair;
    }

    private String hex32() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
