package io.github.ticketstream.process;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/**
 * The wall clock names moments; the monotonic one measures the time between them.
 *
 * @param wall can jump either way
 * @param monotonic never goes back; its times mean nothing outside this process
 */
public record Clocks(Clock wall, Clock monotonic) {

    /** A moment, by both clocks. */
    public record Moment(Instant wall, Instant monotonic) {}

    /** This machine's. */
    public static Clocks system() {
        long origin = System.nanoTime();
        InstantSource monotonic = () -> Instant.EPOCH.plusNanos(System.nanoTime() - origin);
        return new Clocks(Clock.systemUTC(), monotonic.withZone(ZoneOffset.UTC));
    }

    public Moment now() {
        return new Moment(wall.instant(), monotonic.instant());
    }

    public Duration since(Moment moment) {
        return Duration.between(moment.monotonic(), monotonic.instant());
    }
}
