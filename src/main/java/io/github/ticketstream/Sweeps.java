package io.github.ticketstream;

import io.github.ticketstream.ops.SweepJournal;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.tuya.Tuya;
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

    private final Tuya tuya;
    private final KnownTickets tickets;
    private final TransactionSize size;
    private final SweepJournal journal;
    private Sweep current;
    private long callsOfEarlierSweeps;
    private long repetitionsLogged;

    Sweeps(Tuya tuya, KnownTickets tickets, TransactionSize size, SweepJournal journal) {
        this.tuya = tuya;
        this.tickets = tickets;
        this.size = size;
        this.journal = journal;
    }

    /** How often to ask {@link #sweepIsDue}. */
    Duration tick() {
        return tuya.pace().tick();
    }

    /** Whether a sweep is to begin now. Asking changes nothing. */
    public boolean sweepIsDue() {
        return !journal.isStopping() && tuya.pace().isDue();
    }

    /**
     * From here on, the lines of this thread's log bear the name of the sweep that is about to begin: its time, in epoch
     * milliseconds. By hand, since Camel's own MDC names exchanges and threads, and takes back after each step what that
     * step has set.
     */
    public void nameInLog(@Header("traceparent") String trace) {
        MDC.put(SWEEP_ID, Long.toString(journal.now().at().toEpochMilli()));
        if (trace != null) {
            MDC.put(TRACE_ID, trace.split("-", -1)[1]);
        }
    }

    /** This thread's log lines belong to no sweep any more. */
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
                new SweepProgress(journal.now(), () -> tuya.budget().made() - before, tuya.budget()::offer);
        tuya.pace().begun();
        current = new Sweep(
                () -> tuya.tickets().walk(trace, journal::isStopping),
                new Coverage(tickets, progress, journal.knownExcess()),
                size,
                journal::isStopping);
        journal.begun(progress);
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
        tuya.pace().succeeded();
        if (sweep.isComplete()) {
            journal.complete(sweep.progress(), sweep.coverage().excess());
        } else {
            journal.incomplete(
                    sweep.progress(),
                    sweep.coverage().missing(),
                    sweep.walksBegun(),
                    journal.now().at().plus(tuya.pace().quietPeriod()));
        }
        callsOfEarlierSweeps = tuya.budget().made();
        current = null;
        logRepetitions();
        leaveLog();
    }

    /** Reports that the sweep under way, if any, failed. */
    void fail() {
        journal.failed(isUnderWay());
        logRepetitions();
        abandon();
    }

    /** Ends the sweep under way, if any, without logging it. */
    void abandon() {
        if (current != null) {
            current.close();
            current = null;
            journal.abandoned();
        }
    }

    /** Whether a sweep was begun and has not ended. */
    boolean isUnderWay() {
        return current != null;
    }

    private void logRepetitions() {
        long repetitions = tuya.meters().repetitions() - repetitionsLogged;
        if (repetitions > 0) {
            repetitionsLogged += repetitions;
            LOG.info(
                    "{} requests were sent again; the last one after: {}",
                    repetitions,
                    tuya.meters().lastReason());
        }
    }
}
