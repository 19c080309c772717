package io.github.ticketstream.standby;

import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.StreamStatus.Source;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.standby.Election.Rank;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.RouteController;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of several replicas. The active one sweeps: its election starts the route that polls, and the end of its term
 * stops the route. A sweep first fences the replica that was active before, and reads the records that it published.
 * While it is a standby, it reads the active one's records, so that little is left to read when it is elected.
 */
public final class Replica extends RouteBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
    private static final String ROUTE = "poll-tickets";
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Election election;
    private final PublishedState published;
    private final StreamStatus status;
    private final Runnable beforeStart;
    private volatile boolean elected;

    /** @param beforeStart runs at once after the election */
    public Replica(Election election, PublishedState published, StreamStatus status, Runnable beforeStart) {
        this.election = election;
        this.published = published;
        this.status = status;
        this.beforeStart = beforeStart;
    }

    /** Returns the policy of the route that polls: only an election starts it. */
    public RoutePolicy policy() {
        return new RoutePolicySupport() {
            @Override
            public void onInit(Route route) {
                route.setAutoStartup(false);
            }
        };
    }

    @Override
    public void configure() {
        election.onChange(this::follow);
        election.givesUpWhen(status.pulse().onlyWhile(() -> elected || isSweeping())::isLate);
        from("scheduler:follow?delay=" + PERIOD.toMillis() + "&synchronous=true")
                .routeId("follow-published")
                .errorHandler(noErrorHandler())
                .process(exchange -> read())
                .id("follow-active-replica");
    }

    /** Returns whether a sweep is still running, which may outlast its term in a request that hangs. */
    private boolean isSweeping() {
        return getContext().getInflightRepository().size(ROUTE) > 0;
    }

    /** Called by one thread, in the order of the changes. */
    private void follow() {
        if (getContext().isStopping()) {
            return;
        }
        try {
            if (election.isLeader()) {
                status.pulse().beat();
                elected = true;
                become();
            } else {
                resign();
                elected = false;
            }
        } catch (Exception e) {
            LOG.error("The stream could not be started or stopped; please report it", e);
        }
    }

    private void become() throws Exception {
        // Two sweeps must never run.
        while (isSweeping()) {
            if (!election.isLeader() || getContext().isStopping()) {
                return;
            }
            LockSupport.parkNanos(10_000_000);
        }
        LOG.info("active: elected in group {}", election.group());
        // Another active replica may have fenced it in between: a sweep begins with a new producer.
        published.release();
        status.reset();
        beforeStart.run();
        getContext().getRouteController().startRoute(ROUTE);
    }

    private void resign() throws Exception {
        boolean hasGivenUp = status.pulse().isLate();
        RouteController routes = getContext().getRouteController();
        boolean wasActive = routes.getRouteStatus(ROUTE).isStoppable();
        if (wasActive) {
            routes.stopRoute(ROUTE);
        }
        if (!isSweeping()) {
            published.release();
        }
        status.reset();
        if (hasGivenUp) {
            LOG.error(
                    "not active any more: no step has ended for {} s, so another replica takes over; what to do: take a"
                            + " thread dump (jcmd <process id> Thread.print), which shows where it waits, then restart it",
                    status.pulse().silence().toSeconds());
        } else if (election.rank() == Rank.OUTSIDE) {
            LOG.warn(
                    "{}: without contact to group {}", wasActive ? "not active any more" : "standby", election.group());
        } else {
            LOG.info("standby: ready to be elected in group {}", election.group());
        }
    }

    private void read() {
        if (status.isActive()) {
            return;
        }
        try {
            published.follow();
            status.meters().tracked(published.versions().tracked());
            status.followed();
        } catch (KafkaFailure e) {
            if (status.trouble()
                    .filter(known -> known.problem().equals(e.getMessage()))
                    .isEmpty()) {
                LOG.warn("can't follow what is published: {}; what to do: {}", e.getMessage(), e.remedy());
            }
            status.failed(new Trouble(
                    Source.KAFKA,
                    e.getMessage(),
                    e.remedy(),
                    e.needsOperator(),
                    status.clocks().wall().instant().plus(PERIOD)));
        }
    }
}
