package io.github.ticketstream.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** From a ticket's update time to the topic, over the last hour: without what had piled up before the first full sweep. */
final class Freshness {
    static final double MEDIAN = 0.5;
    static final double MOST = 0.95;

    private final Timer lags;

    Freshness(MeterRegistry registry) {
        lags = Timer.builder("tickets.freshness")
                .description("From a ticket's update time to its record being read back as committed, in the last hour")
                .publishPercentiles(MEDIAN, MOST)
                .distributionStatisticExpiry(Duration.ofHours(1))
                .distributionStatisticBufferLength(6)
                .register(registry);
    }

    void record(long lagMillis) {
        lags.record(lagMillis, TimeUnit.MILLISECONDS);
    }

    /**
     * In milliseconds; empty if nothing was published.
     *
     * @param share of the changes that took no longer: {@link #MEDIAN} or {@link #MOST}
     */
    OptionalLong lag(double share) {
        return Arrays.stream(lags.takeSnapshot().percentileValues())
                .filter(value -> value.percentile() == share && value.value() > 0)
                .mapToLong(value -> (long) value.value(TimeUnit.MILLISECONDS))
                .findFirst();
    }
}
