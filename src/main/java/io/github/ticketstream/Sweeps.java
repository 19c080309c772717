package io.github.ticketstream;

import io.github.ticketstream.ops.SweepJournal;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.pace.Pace;
import io.github.ticketstream.pace.Place;
import io.github.ticketstream.pace.Poll;
import io.github.ticketstream.pace.Visit;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.sweep.FullSweep;
import io.github.ticketstream.sweep.ListReader;
import io.github.ticketstream.sweep.PartialSweep;
import io.github.ticketstream.sweep.Sweep;
import io.github.ticketstream.tuya.Tuya;
import io.github.ticketstream.tuya.TuyaMeters;
import java.time.Duration;
import java.util.Map;
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
    private final Pace pace;
    private final SweepJournal journal;
    private final ListReader list;
    private final TransactionSize size = new TransactionSize();
    private Sweep current;
    private long callsOfEarlierSweeps;
    private long repetitionsLogged;

    Sweeps(Tuya tuya, Pace pace, ListReader list, SweepJournal journal) {
        this.tuya = tuya;
        this.pace = pace;
        this.list = list;
        this.journal = journal;
    }

    /** How much a transaction may hold. */
    TransactionSize size() {
        return size;
    }

    /** This process has just become the active one: the list was not observed for a while. */
    void reset() {
        pace.reset();
        list.reset();
    }

    /** How often to ask {@link #pollIsDue}. */
    Duration tick() {
        return pace.tick();
    }

    /** Whether a sweep, full or partial, is to begin now. Asking changes nothing. */
    public boolean pollIsDue() {
        journal.goesOn();
        return !journal.isStopping() && pace.isDue();
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
        Poll poll = pace.begin();
        tuya.meters().callsAreFor(poll.isFull() ? TuyaMeters.FULL : TuyaMeters.PARTIAL);
        current = list.begin(poll, trace, journal.knownExcess(), new Sweep.Frame(progress, size, journal::isStopping));
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

    /** Everything that the sweep has read is published. */
    public void end(Sweep sweep) {
        if (sweep instanceof FullSweep full) {
            end(full);
        } else {
            Map<Place, Visit> visits = ((PartialSweep) sweep).visits();
            pace.looked(visits);
            journal.partial(sweep.progress(), visits);
        }
        callsOfEarlierSweeps = tuya.budget().made();
        current = null;
        logRepetitions();
        leaveLog();
    }

    private void end(FullSweep sweep) {
        if (sweep.isComplete()) {
            pace.complete(sweep.visit());
            journal.missing(sweep.absentees().missing(), sweep.absentees().heldBack());
            journal.complete(sweep.progress(), sweep.coverage().excess());
        } else {
            pace.walked();
            journal.incomplete(
                    sweep.progress(),
                    sweep.coverage().missing(),
                    sweep.walksBegun(),
                    journal.now().at().plus(pace.pollPeriod()));
        }
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
