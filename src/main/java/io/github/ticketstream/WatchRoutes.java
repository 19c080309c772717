package io.github.ticketstream;

import io.github.ticketstream.ops.LastHour;
import org.apache.camel.builder.RouteBuilder;

/** What goes on beside the flow, for the status page. */
final class WatchRoutes extends RouteBuilder {
    private final LastHour lastHour;

    WatchRoutes(LastHour lastHour) {
        this.lastHour = lastHour;
    }

    @Override
    public void configure() {
        from("timer:sample?period=5000").routeId("sample-meters").bean(lastHour, "sample");
    }
}
