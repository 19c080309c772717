package io.github.ticketstream.ops;

import io.github.ticketstream.ops.HiddenChanges.HeldBack;
import io.github.ticketstream.ops.StreamStatus.CompleteSweep;
import io.github.ticketstream.ops.StreamStatus.Source;
import io.github.ticketstream.ops.StreamStatus.Trouble;
import io.github.ticketstream.pace.Place;
import io.github.ticketstream.pace.Visit;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.Clocks.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Reports how sweeps went: to the log file, the meters and the health check. */
public final class SweepJournal {
    private static final Logger LOG = LoggerFactory.getLogger(SweepJournal.class);

    private final StreamStatus status;
    private final StreamMeters meters;
    private final Clocks clocks;
    private long knownExcess;
    private boolean knownUnusable;

    public SweepJournal(StreamStatus status, StreamMeters meters, Clocks clocks) {
        this.status = status;
        this.meters = meters;
        this.clocks = clocks;
    }

    public Moment now() {
        return clocks.now();
    }

    /** The thread of the sweeps has come round. */
    public void goesOn() {
        status.pulse().beat();
    }

    public boolean isStopping() {
        return status.isStopping();
    }

    /** Tickets that the API counts and does not list, as the last complete sweep found. */
    public long knownExcess() {
        return knownExcess;
    }

    public void begun(SweepProgress progress) {
        status.begun(progress);
    }

    /** The state was read, and nothing is to be asked of the API now. */
    public void nothingDue() {
        status.kafkaWorks();
    }

    /**
     * What a complete sweep has found.
     *
     * @param tickets that are tracked and not in the list
     * @param heldBack those that do not count as disappeared, since they are too many
     */
    public void missing(long tickets, Optional<HeldBack> heldBack) {
        meters.hidden().missing(tickets, heldBack);
    }

    /** @param excess tickets that the API counts and does not list */
    public void complete(SweepProgress progress, long excess) {
        Duration took = clocks.since(progress.startedAt());
        LOG.info(line("complete", progress, took));
        if (excess != knownExcess && excess > 0) {
            LOG.warn(
                    "the API counts {} tickets, {} more than it lists; as long as that stays so, sweeps count as complete",
                    progress.total(),
                    excess);
        }
        knownExcess = excess;
        Optional<String> unusable = progress.unusableShare();
        if (unusable.isPresent() && !knownUnusable) {
            LOG.warn("{}; what to do: {}", unusable.get(), StreamStatus.UNUSABLE_REMEDY);
        }
        knownUnusable = unusable.isPresent();
        Moment end = clocks.now();
        meters.sweepEnded("complete", took);
        meters.completed(end.at(), progress.states(), excess);
        status.completed(new CompleteSweep(progress, progress.calls(), end, took), excess);
        status.ended();
    }

    /** @param visits what came of each place */
    public void partial(SweepProgress progress, Map<Place, Visit> visits) {
        Duration took = clocks.since(progress.startedAt());
        boolean found = progress.get(SweepCount.CHANGED) + progress.get(SweepCount.DEAD_LETTERED) > 0;
        LOG.atLevel(found ? Level.INFO : Level.DEBUG).log("{} {}", line("partial", progress, took), places(visits));
        meters.partialSweepEnded();
        status.looked(clocks.now(), took);
        status.ended();
    }

    private static String places(Map<Place, Visit> visits) {
        return visits.entrySet().stream()
                .map(place -> place.getKey().name().toLowerCase(Locale.ROOT) + "="
                        + place.getValue().changes() + "/" + place.getValue().calls())
                .collect(Collectors.joining(" "));
    }

    /**
     * @param missing tickets of the total that no walk has seen
     * @param walks how often the list was walked
     * @param nextAttempt when the list is walked again
     */
    public void incomplete(SweepProgress progress, long missing, int walks, Instant nextAttempt) {
        Duration took = clocks.since(progress.startedAt());
        String problem = missing > 0
                ? missing + " tickets of the total were not seen in " + walks + " walks"
                : "the list moved during each of " + walks + " walks, so that it is not known to be whole";
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
    public void failed(boolean underWay) {
        meters.sweepFailed();
        if (underWay) {
            status.ended();
        }
    }

    public void abandoned() {
        LOG.info("sweep ended early: the program is stopping, or another replica is the active one now");
        status.ended();
    }

    private static String line(String outcome, SweepProgress progress, Duration took) {
        String counts = Stream.of(SweepCount.values())
                .filter(count -> !count.word().isEmpty())
                .filter(count -> count.isInEachLine() || progress.get(count) > 0)
                .map(count -> count.word() + "=" + progress.get(count))
                .collect(Collectors.joining(" "));
        return String.format(
                Locale.ROOT,
                "sweep %s: %s%s pages=%d calls=%d took=%dms",
                outcome,
                counts,
                progress.total() < 0 && outcome.equals("partial") ? "" : " total=" + progress.total(),
                progress.pages(),
                progress.calls(),
                took.toMillis());
    }
}
