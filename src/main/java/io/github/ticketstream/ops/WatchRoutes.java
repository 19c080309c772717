package io.github.ticketstream.ops;

import io.github.ticketstream.process.ClockWatch;
import org.apache.camel.builder.RouteBuilder;

/** What goes on beside the flow. Never by Camel's timer, which waits for the wall clock. */
public final class WatchRoutes extends RouteBuilder {
    private final LastHour lastHour;
    private final ClockWatch clockWatch;

    public WatchRoutes(LastHour lastHour, ClockWatch clockWatch) {
        this.lastHour = lastHour;
        this.clockWatch = clockWatch;
    }

    @Override
    public void configure() {
        from("scheduler:sample?delay=5000").routeId("sample-meters").bean(lastHour, "sample");
        from("scheduler:watch-clock?delay=1000").routeId("watch-clock").bean(clockWatch, "look");
    }
}
