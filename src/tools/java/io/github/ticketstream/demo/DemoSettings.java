package io.github.ticketstream.demo;

import io.github.ticketstream.kit.Options;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.util.TimeUtils;

/**
 * What can be said on the demo's command line.
 *
 * @param length how long it runs, {@code -Ddemo.seconds=60}; empty until Ctrl-C
 * @param changeEvery pause between two changes of a ticket, {@code -Ddemo.change-every=100ms}
 * @param errorRate share of the requests that fail, {@code -Ddemo.error-rate=0.1}
 * @param tickets how many there are at the start, {@code -Ddemo.tickets=120}
 * @param fullSweepPeriod the application's {@code tickets.full-sweep-period}, {@code -Ddemo.full-sweep-period=10s}; as long as
 *     the poll period, every poll is a full sweep
 * @param pollPeriod the application's {@code tickets.poll-period}, {@code -Ddemo.poll-period=2s}
 */
record DemoSettings(
        Optional<Duration> length, Duration changeEvery, double errorRate, int tickets, Duration fullSweepPeriod, Duration pollPeriod) {

    /** @throws IllegalArgumentException naming the property that can't be used */
    static DemoSettings from(Properties properties) {
        String seconds = properties.getProperty("demo.seconds", "");
        return new DemoSettings(
                seconds.isBlank() ? Optional.empty() : Optional.of(duration("demo.seconds", seconds + "s")),
                duration("demo.change-every", properties.getProperty("demo.change-every", "500ms")),
                number("demo.error-rate", properties.getProperty("demo.error-rate", "0.1"), 1),
                (int) number("demo.tickets", properties.getProperty("demo.tickets", "120"), 100_000),
                duration("demo.full-sweep-period", properties.getProperty("demo.full-sweep-period", "10s")),
                duration("demo.poll-period", properties.getProperty("demo.poll-period", "2s")));
    }

    private static Duration duration(String key, String text) {
        if (!text.matches("\\d{1,6}(ms|s|m)") || TimeUtils.toMilliSeconds(text) == 0) {
            throw Options.refused(key, text, "a number of seconds, or a duration such as 100ms, 2s or 1m");
        }
        return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
    }

    private static double number(String key, String text, int most) {
        if (text.matches("\\d+(\\.\\d+)?") && Double.parseDouble(text) <= most) {
            return Double.parseDouble(text);
        }
        throw Options.refused(key, text, "a number from 0 to " + most);
    }
}
