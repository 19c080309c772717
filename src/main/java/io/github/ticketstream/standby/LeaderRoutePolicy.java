package io.github.ticketstream.standby;

import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.standby.Membership.Rank;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps while this replica is the active one: the route that polls is started when it is elected and stopped when it no
 * longer is. The first thing a sweep does is to fence whoever was active before, and to read what that one published.
 */
public final class LeaderRoutePolicy extends RoutePolicySupport {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderRoutePolicy.class);
    private static final String ROUTE = "poll-tickets";
    private static final Duration LOOK = Duration.ofMillis(10);

    private final CamelContext camel;
    private final PublishedState published;
    private final StreamStatus stream;
    private final Runnable beforeStart;
    private volatile boolean elected;

    /** @param beforeStart what is better done at once when elected */
    public LeaderRoutePolicy(CamelContext camel, PublishedState published, StreamStatus status, Runnable beforeStart) {
        this.camel = camel;
        this.published = published;
        this.stream = status;
        this.beforeStart = beforeStart;
    }

    @Override
    public void onInit(Route route) {
        route.setAutoStartup(false);
    }

    /** Whether there is something to be done for the stream, or something of an earlier term still hangs. */
    public boolean isAtWork() {
        return elected || camel.getInflightRepository().size(ROUTE) > 0;
    }

    /** Called by one thread, in the order of the changes. */
    public void changed(Election election) {
        if (camel.isStopping()) {
            return;
        }
        try {
            if (election.isLeader()) {
                stream.pulse().beat();
                elected = true;
                become(election);
            } else {
                resign(election);
                elected = false;
            }
        } catch (Exception e) {
            LOG.error("The stream could not be started or stopped; please report it", e);
        }
    }

    private void become(Election election) throws Exception {
        // A sweep of an earlier term may still hang in a request. Two must never run.
        while (camel.getInflightRepository().size(ROUTE) > 0) {
            if (!election.isLeader() || camel.isStopping()) {
                return;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        LOG.info(
                "active: elected in group {}, as {}",
                election.group(),
                election.membership().memberId());
        // Who was active in between may have fenced it: a sweep begins with a new one.
        published.release();
        stream.reset();
        beforeStart.run();
        camel.getRouteController().startRoute(ROUTE);
    }

    private void resign(Election election) throws Exception {
        boolean hasGivenUp = stream.pulse().isLate();
        boolean wasActive = camel.getRouteController().getRouteStatus(ROUTE).isStoppable();
        if (wasActive) {
            camel.getRouteController().stopRoute(ROUTE);
        }
        if (camel.getInflightRepository().size(ROUTE) == 0) {
            published.release();
        }
        stream.reset();
        if (hasGivenUp) {
            LOG.error(
                    "not active any more: for {} s no step of the stream has ended, so that another replica is to take over;"
                            + " what to do: a thread dump (jcmd <process id> Thread.print) shows what it waits for; restart it",
                    stream.pulse().silence().toSeconds());
        } else if (election.membership().rank() == Rank.OUTSIDE) {
            LOG.warn(
                    "{}: without contact to group {}", wasActive ? "not active any more" : "standby", election.group());
        } else {
            LOG.info("standby: ready to be elected in group {}", election.group());
        }
    }
}
