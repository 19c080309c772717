package io.github.ticketstream.tuya;

/**
 * A ceiling of requests per second in the form that a throttle takes: so many requests in so many milliseconds.
 *
 * <p>Up to ten a second are spaced evenly, more go in bursts of a tenth of a second. The millisecond on top keeps the
 * ceiling also where the requests arrive, whatever second is looked at there.
 */
record RequestRate(long requests, long periodMillis) {

    static RequestRate of(double perSecond) {
        long burst = Math.max(1, (long) Math.floor(perSecond / 10));
        return new RequestRate(burst, (long) Math.ceil(1000 * burst / perSecond) + 1);
    }
}
