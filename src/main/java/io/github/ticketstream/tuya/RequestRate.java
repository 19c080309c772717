package io.github.ticketstream.tuya;

/**
 * A ceiling of requests per second in the form that a throttle takes: so many requests in so many milliseconds.
 *
 * <p>Up to ten a second are spaced evenly, more go in bursts of a tenth of a second. The twentieth on top keeps the
 * ceiling also where the requests arrive, whatever second is looked at there: one that was held up on its way may be
 * followed by others closer than they were sent.
 */
record RequestRate(long requests, long periodMillis) {

    static RequestRate of(double perSecond) {
        long burst = Math.max(1, (long) Math.floor(perSecond / 10));
        return new RequestRate(burst, (long) Math.ceil(1050 * burst / perSecond));
    }
}
