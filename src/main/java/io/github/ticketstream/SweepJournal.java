package io.github.ticketstream;

import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.StreamStatus.CompleteSweep;
import io.github.ticketstream.ops.StreamStatus.Source;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.Clocks.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how sweeps went: to the log, the meters and the health check. */
final class SweepJournal {
    private static final Logger LOG = LoggerFactory.getLogger(SweepJournal.class);

    private final StreamStatus status;
    private final StreamMeters meters;
    private final Clocks clocks;
    private long knownExcess;

    SweepJournal(StreamStatus status, StreamMeters meters, Clocks clocks) {
        this.status = status;
        this.meters = meters;
        this.clocks = clocks;
    }

    Moment now() {
        return clocks.now();
    }

    boolean isStopping() {
        return status.isStopping();
    }

    /** Tickets that the API counts and does not list, as the last complete sweep found. */
    long knownExcess() {
        return knownExcess;
    }

    void begun(SweepProgress progress) {
        status.begun(progress);
    }

    void complete(Sweep sweep) {
        SweepProgress progress = sweep.progress();
        Duration took = clocks.since(progress.startedAt());
        LOG.info(line("complete", progress, took));
        long excess = sweep.coverage().excess();
        if (excess != knownExcess && excess > 0) {
            LOG.warn(
                    "the API counts {} tickets, {} more than it lists; as long as that stays so, sweeps count as complete",
                    progress.total(),
                    excess);
        }
        knownExcess = excess;
        Moment end = clocks.now();
        meters.sweepEnded("complete", took);
        meters.completed(end.at(), progress.states(), excess);
        status.completed(new CompleteSweep(progress, progress.calls(), end, took), excess);
        status.ended();
    }

    /** @param nextAttempt when the list is walked again */
    void incomplete(Sweep sweep, Instant nextAttempt) {
        SweepProgress progress = sweep.progress();
        Duration took = clocks.since(progress.startedAt());
        long missing = sweep.coverage().missing();
        String problem = missing > 0
                ? missing + " tickets of the total were not seen in " + sweep.walksBegun() + " walks"
                : "the list moved during each of " + sweep.walksBegun() + " walks, so that it is not known to be whole";
        LOG.warn("{}; {}, the next sweep looks again", line("incomplete", progress, took), problem);
        meters.sweepEnded("incomplete", took);
        status.failed(new Trouble(
                Source.PROGRAM,
                problem,
                "nothing, unless it lasts; then see whether the list changes faster than it can be walked:"
                        + " raise tickets.page-size or tuya.requests-per-second",
                false,
                nextAttempt));
        status.ended();
    }

    /** @param underWay whether a sweep had begun */
    void failed(boolean underWay) {
        meters.sweepFailed();
        if (underWay) {
            status.ended();
        }
    }

    void abandoned() {
        status.ended();
    }

    private static String line(String outcome, SweepProgress progress, Duration took) {
        return String.format(
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
    }
}
