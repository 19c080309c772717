package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Duration;

/** Failures for tests of what is made of them. */
public final class TuyaFailures {
    private TuyaFailures() {}

    public static TuyaException of(Kind kind) {
        return of(kind, Duration.ZERO);
    }

    public static TuyaException of(Kind kind, Duration retryAfter) {
        return new TuyaException(kind, "problem", "remedy", retryAfter, null);
    }
}
