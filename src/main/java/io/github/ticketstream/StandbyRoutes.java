package io.github.ticketstream;

import org.apache.camel.builder.RouteBuilder;

/** What only runs where there are several replicas. */
final class StandbyRoutes extends RouteBuilder {
    private final Following following;

    StandbyRoutes(Following following) {
        this.following = following;
    }

    @Override
    public void configure() {
        from("scheduler:follow?delay=" + Following.PERIOD.toMillis() + "&synchronous=true")
                .routeId("follow-published")
                .errorHandler(noErrorHandler())
                .bean(following, "follow")
                .id("follow-active-replica");
    }
}
