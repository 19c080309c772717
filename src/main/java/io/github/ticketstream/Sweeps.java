package io.github.ticketstream;

import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.tuya.Tuya;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Begins and ends sweeps, one at a time, and tells how each went. */
final class Sweeps {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);
    private static final String SWEEP_ID = "sweep.id";
    private static final String TRACE_ID = "trace.id";

    private final Tuya tuya;
    private final KnownTickets tickets;
    private final StreamStatus status;
    private final StreamMeters meters;
    private final Clock clock;
    private Sweep current;
    private long callsOfEarlierSweeps;

    Sweeps(Tuya tuya, KnownTickets tickets, StreamStatus status, StreamMeters meters, Clock clock) {
        this.tuya = tuya;
        this.tickets = tickets;
        this.status = status;
        this.meters = meters;
        this.clock = clock;
    }

    /** Whether the month's budget of calls allows a sweep now. */
    public boolean oneIsDue() {
        return tuya.budget().isDue();
    }

    /**
     * From here on, the lines of this thread's log bear the name of the sweep that is about to begin: its time, in epoch
     * milliseconds. By hand, since Camel's own MDC tells exchanges and threads, and takes back after each step what that
     * step has set.
     */
    public void nameInLog(@Header("traceparent") String trace) {
        MDC.put(SWEEP_ID, Long.toString(clock.millis()));
        if (trace != null) {
            MDC.put(TRACE_ID, trace.split("-", -1)[1]);
        }
    }

    /** What is logged now belongs to no sweep any more. */
    void leaveLog() {
        MDC.remove(SWEEP_ID);
        MDC.remove(TRACE_ID);
    }

    /**
     * A sweep that has fetched nothing yet.
     *
     * @param trace the sweep's own, as Camel has it in {@code traceparent} while it traces; else null
     */
    public Sweep begin(@Header("traceparent") String trace) {
        long before = callsOfEarlierSweeps;
        SweepProgress progress =
                new SweepProgress(clock.instant(), () -> tuya.meters().calls() - before, tuya.budget()::record);
        current = new Sweep(() -> tuya.tickets().walk(trace), tickets, status::isStopping, progress);
        status.begun(progress);
        return current;
    }

    /**
     * Ends the sweep when a batch fails. Camel walks what is left of a split that was stopped, to clean up: without this, it
     * would fetch the rest of the list only to throw it away.
     */
    void endWithFailure(Exchange batch) {
        Sweep sweep = current;
        batch.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (done.getException() != null) {
                    sweep.close();
                }
            }
        });
    }

    /** The whole list was walked, and everything that it held was published. */
    public void end(Sweep sweep) {
        SweepProgress progress = sweep.progress();
        Duration took = Duration.between(progress.startedAt(), clock.instant());
        String outcome = sweep.isComplete() ? "complete" : "incomplete";
        String line = String.format(
                Locale.ROOT,
                "sweep %s: fetched=%d changed=%d unchanged=%d dead_lettered=%d total=%d pages=%d calls=%d took=%dms",
                outcome,
                progress.fetched(),
                progress.published(),
                progress.unchanged(),
                progress.deadLettered(),
                progress.total(),
                progress.pages(),
                progress.calls(),
                took.toMillis());
        meters.sweepEnded(outcome, took);
        if (sweep.isComplete()) {
            LOG.info(line);
            meters.completed(clock.instant(), progress.states());
            status.completed(progress, clock.instant());
        } else {
            LOG.warn(
                    "{}; {} tickets of the total were not seen in {} walks, the next sweep looks again",
                    line,
                    sweep.missing(),
                    sweep.walksBegun());
        }
        status.ended();
        callsOfEarlierSweeps = tuya.meters().calls();
        current = null;
        leaveLog();
    }

    /** The sweep under way, if any, ended early. */
    void fail() {
        meters.sweepEnded(
                "failed",
                current == null
                        ? Duration.ZERO
                        : Duration.between(current.progress().startedAt(), clock.instant()));
        abandon();
    }

    /** Ends the sweep under way, if any, without a word. */
    void abandon() {
        if (current != null) {
            current.close();
            current = null;
            status.ended();
        }
    }

    /** Whether a sweep was begun and has not ended. */
    boolean isUnderWay() {
        return current != null;
    }
}
