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
 * @param pageCap the most tickets on a page that the API gives, {@code -Ddemo.page-cap=200}; as many as are asked for if unset
 * @param fullSweepPeriod the application's {@code tickets.full-sweep-period}, {@code -Ddemo.full-sweep-period=10s}; as long as
 *     the poll period, every poll is a full sweep
 * @param pollPeriod the application's {@code tickets.poll-period}, {@code -Ddemo.poll-period=2s}
 */
record DemoSettings(
        Optional<Duration> length,
        Duration changeEvery,
        double errorRate,
        int tickets,
        int pageCap,
        Duration fullSweepPeriod,
        Duration pollPeriod) {

    /** @throws IllegalArgumentException naming the property that can't be used */
    static DemoSettings from(Properties properties) {
        Options options = new Options(properties);
        boolean endless = options.text("demo.seconds", "").isBlank();
        return new DemoSettings(
                endless
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(options.number("demo.seconds", 60))),
                duration(options, "demo.change-every", "500ms"),
                options.read("demo.error-rate", options.text("demo.error-rate", "0.1"), Double::parseDouble),
                options.number("demo.tickets", 120),
                options.number("demo.page-cap", Integer.MAX_VALUE),
                duration(options, "demo.full-sweep-period", "10s"),
                duration(options, "demo.poll-period", "2s"));
    }

    private static Duration duration(Options options, String key, String normal) {
        return options.read(key, options.text(key, normal), text -> Duration.ofMillis(TimeUtils.toMilliSeconds(text)));
    }
}
