package io.github.ticketstream.tuya;

import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * A ceiling of requests per second: each waits for its turn, evenly spaced. Not Camel's throttle, which goes by the wall
 * clock: set back by an hour, it holds up the next request for an hour.
 *
 * <p>The spaces are a twentieth longer than they have to be. That keeps the ceiling also where the requests arrive,
 * whatever second is looked at there: one that was held up on its way may be followed by others closer than they were sent.
 */
final class RequestRate {
    private static final double NANOS_BETWEEN = 1.05e9;

    private final Bucket turns;

    RequestRate(double perSecond) {
        Duration between = Duration.ofNanos((long) Math.ceil(NANOS_BETWEEN / perSecond));
        turns = Bucket.builder()
                .addLimit(limit -> limit.capacity(1).refillGreedy(1, between))
                .withNanosecondPrecision()
                .build();
    }

    /** A route's step: waits for this request's turn. */
    public void await() throws InterruptedException {
        turns.asBlocking().consume(1);
    }
}
