package io.github.ticketstream;

import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.pace.Pace.Poll;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.sweep.ListReader;
import io.github.ticketstream.sweep.Sweep;
import io.github.ticketstream.tuya.Tuya;
import io.github.ticketstream.tuya.TuyaMeters;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Begins and ends sweeps, one at a time. */
final class Sweeps {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);
    private static final String SWEEP_ID = "sweep.id";
    private static final String TRACE_ID = "trace.id";
    private static final Duration MAX_RETRY_PERIOD = Duration.ofHours(1);

    private final Tuya tuya;
    private final Pace pace;
    private final StreamStatus status;
    private final ListReader list;
    private final TransactionSize size = new TransactionSize();
    private Sweep current;
    /** Calls of this process before the attempt under way. */
    private long callsBefore;
    /** Repeated requests of this process before it. */
    private long repetitionsBefore;

    Sweeps(Tuya tuya, Pace pace, ListReader list, StreamStatus status) {
        this.tuya = tuya;
        this.pace = pace;
        this.list = list;
        this.status = status;
    }

    TransactionSize size() {
        return size;
    }

    /** This process has just become the active one: the list was not observed for a while. */
    void reset() {
        pace.reset();
        list.reset();
    }

    Duration tick() {
        return pace.tick();
    }

    /** Returns whether it is time for a sweep, full or partial. Asking changes nothing. */
    public boolean pollIsDue() {
        status.pulse().beat();
        return !status.isStopping() && pace.isDue();
    }

    /**
     * Names the sweep that is about to begin in this thread's log lines, by its time in epoch milliseconds. Camel's own
     * MDC would name exchanges and threads, and undo after each step what that step has set.
     */
    public void setLogContext(@Header("traceparent") String trace) {
        MDC.put(SWEEP_ID, Long.toString(status.clocks().wall().millis()));
        if (trace != null) {
            MDC.put(TRACE_ID, trace.split("-", -1)[1]);
        }
    }

    /** Ends the naming: this thread's log lines belong to no sweep any more. */
    void clearLogContext() {
        MDC.remove(SWEEP_ID);
        MDC.remove(TRACE_ID);
    }

    /**
     * Begins the next sweep, which has fetched nothing yet; null if none is due.
     *
     * @param trace the sweep's own, as Camel has it in {@code traceparent} while it traces; else null
     */
    public Sweep next(@Header("traceparent") String trace) {
        Poll poll = pace.next().orElse(null);
        if (poll == null) {
            status.kafkaWorks();
            clearLogContext();
            return null;
        }
        SweepProgress progress = status.begin(tuya.budget(), callsBefore);
        tuya.meters().callsAreFor(poll.isFull() ? TuyaMeters.FULL : TuyaMeters.PARTIAL);
        current = list.begin(poll, trace, status.excess(), new Sweep.Frame(progress, size, status::isStopping));
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

    /** Ends a sweep after all that it has read was published. */
    public void end(Sweep sweep) {
        if (sweep.endedEarly()) {
            status.abandoned();
        } else {
            sweep.teach(pace);
            sweep.report(status, pace.pollPeriod());
        }
        close();
        clearLogContext();
    }

    Duration pause(Duration ofKind) {
        return pace.pause(ofKind);
    }

    /** Time between the starts of two polls in quiet times; an hour at most. */
    Duration retryPeriod() {
        Duration period = pace.pollPeriod();
        return period.compareTo(MAX_RETRY_PERIOD) < 0 ? period : MAX_RETRY_PERIOD;
    }

    void fail() {
        if (current != null) {
            pace.failed(current.failedPage());
        }
        status.sweepFailed();
        close();
    }

    /** Ends the sweep under way, if any: the program is stopping, or another replica is the active one now. */
    void abandon() {
        close();
        status.abandoned();
    }

    private void close() {
        long repetitions = tuya.meters().repetitions() - repetitionsBefore;
        if (repetitions > 0) {
            repetitionsBefore += repetitions;
            LOG.info("{} requests were sent again; the log level DEBUG shows why", repetitions);
        }
        callsBefore = tuya.budget().made();
        if (current != null) {
            current.close();
            current = null;
        }
    }

    boolean isUnderWay() {
        return current != null;
    }
}
