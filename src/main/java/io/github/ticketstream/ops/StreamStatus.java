package io.github.ticketstream.ops;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.Pulse;
import io.github.ticketstream.tuya.CallBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The state of the stream. Sweeps report their results here; log lines, meters, health and status page follow from
 * that. Written by the thread of the sweeps, read by any.
 */
public final class StreamStatus {
    private static final Logger LOG = LoggerFactory.getLogger(StreamStatus.class);

    static final String UNUSABLE_REMEDY =
            "compare the entries on that topic with Tuya's page of the API; if Tuya has changed them, report it with one of them";

    private final Role role;
    private final Pulse pulse;
    private final StreamMeters meters;
    private final Clocks clocks;
    /** The sweep that began last; null before the first one. */
    private volatile SweepProgress latest;

    private volatile SweepProgress lastSweep;
    private volatile SweepProgress lastPoll;
    private volatile Trouble trouble;
    private volatile String heldBack = "";
    private List<Supplier<String>> notices = List.of();

    /**
     * The role of this process.
     *
     * @param active whether this process sweeps, now; otherwise it is a standby
     * @param ending whether it is about to end
     */
    public record Role(BooleanSupplier active, BooleanSupplier ending) {}

    /** The source of a problem: a success of the same source shows that the problem is over. */
    public enum Source {
        KAFKA,
        API,
        PROGRAM
    }

    /**
     * Why the last sweep failed, or was not complete.
     *
     * @param remedy what to do about it
     * @param blocking whether nothing can work until it is over: Kafka away, credentials refused, quota spent
     * @param nextAttempt when it is tried again; null if that is not known
     */
    public record Trouble(Source source, String problem, String remedy, boolean blocking, Instant nextAttempt) {}

    /** @param pulse of the thread of the sweeps */
    public StreamStatus(Role role, Pulse pulse, StreamMeters meters, Clocks clocks) {
        this.role = role;
        this.pulse = pulse;
        this.meters = meters;
        this.clocks = clocks;
    }

    /** @param sources of {@link #notice}; empty texts are none */
    public void noticesFrom(List<Supplier<String>> sources) {
        notices = sources;
    }

    public Pulse pulse() {
        return pulse;
    }

    public StreamMeters meters() {
        return meters;
    }

    public Clocks clocks() {
        return clocks;
    }

    public boolean isActive() {
        return role.active().getAsBoolean();
    }

    /** Returns whether a sweep has to end: the process does, or has become a standby. */
    public boolean isStopping() {
        return role.ending().getAsBoolean() || !isActive();
    }

    /** Forgets all observations, because the role has changed. */
    public void reset() {
        latest = null;
        lastSweep = null;
        lastPoll = null;
        trouble = null;
        meters.reset();
    }

    /** Notes that a standby has read the active replica's records. The active one looks for missing tickets. */
    public void followed() {
        trouble = null;
        heldBack = "";
        meters.missing(0);
    }

    /**
     * Begins a sweep, after the state was read.
     *
     * @param budget counts the calls to the API
     * @param callsBefore those of them that are not this sweep's
     */
    public SweepProgress begin(CallBudget budget, long callsBefore) {
        SweepProgress progress = new SweepProgress(clocks.now(), budget, callsBefore);
        latest = progress;
        kafkaWorks();
        return progress;
    }

    /** Notes that the state was read: without a sweep afterwards, nothing else shows that Kafka works. */
    public void kafkaWorks() {
        if (trouble != null && trouble.source() == Source.KAFKA) {
            trouble = null;
        }
    }

    /**
     * Notes the tickets that a complete sweep did not find.
     *
     * @param tickets that are tracked and not in the list
     * @param notice why they do not count as disappeared; empty if they do
     */
    public void missing(long tickets, String notice) {
        meters.missing(tickets);
        if (!notice.isEmpty() && heldBack.isEmpty()) {
            LOG.warn("{}", notice);
        } else if (notice.isEmpty() && !heldBack.isEmpty()) {
            LOG.info("no tickets are held back any more: {} are missing", tickets);
        }
        heldBack = notice;
    }

    /** @param counted tickets that the API counts and does not list; 0 if it counts right */
    public void complete(SweepProgress progress, long counted) {
        LOG.info(end("complete", progress));
        if (counted != meters.excess() && counted > 0) {
            LOG.warn(
                    "the API counts {} tickets, {} more than it lists; as long as that stays so, sweeps count as complete",
                    progress.total(),
                    counted);
        }
        if (lastSweep().flatMap(SweepProgress::nothingUsable).isEmpty()) {
            progress.nothingUsable().ifPresent(problem -> LOG.warn("{}; what to do: {}", problem, UNUSABLE_REMEDY));
        }
        meters.walked(progress.took());
        meters.completed(progress.endedAt().wall(), progress.states(), counted);
        lastPoll = progress;
        lastSweep = progress;
        trouble = null;
    }

    /** Ends a partial sweep. */
    public void partial(SweepProgress progress) {
        boolean found = progress.get(SweepCount.CHANGED) + progress.get(SweepCount.DEAD_LETTERED) > 0;
        LOG.atLevel(found ? Level.INFO : Level.DEBUG).log(end("partial", progress));
        lastPoll = progress;
        trouble = null;
    }

    /**
     * @param missing tickets of the total that no walk has seen
     * @param walks how often the list was walked
     * @param untilNext the list is walked again after that
     */
    public void incomplete(SweepProgress progress, long missing, int walks, Duration untilNext) {
        String problem = missing > 0
                ? missing + " tickets of the total were not seen in " + walks + " walks"
                : "the list moved during each of " + walks + " walks, so that it is not known to be whole";
        LOG.warn("{}; {}, the next sweep looks again", end("incomplete", progress), problem);
        meters.walked(progress.took());
        String remedy = "nothing, unless it lasts; then see whether the list changes faster than it can be walked:"
                + " raise tuya.requests-per-second, and tickets.page-size unless it is auto";
        Instant next = clocks.wall().instant().plus(untilNext);
        trouble = new Trouble(Source.PROGRAM, problem, remedy, false, next);
    }

    /** Ends the sweep under way, or its preparation, as failed; {@link #failed(Trouble)} gives the reason. */
    public void sweepFailed() {
        meters.ended("failed");
        endUnderWay();
    }

    public void failed(Trouble reason) {
        trouble = reason;
    }

    public void abandoned() {
        LOG.info("sweep ended early: the program is stopping, or another replica is the active one now");
        endUnderWay();
    }

    private void endUnderWay() {
        underWay().ifPresent(sweep -> sweep.end(clocks.now()));
    }

    /** Ends the sweep under way, and returns its line for the log. */
    private String end(String outcome, SweepProgress progress) {
        progress.end(clocks.now());
        meters.ended(outcome);
        String counts = Stream.of(SweepCount.values())
                .filter(count -> !count.word.isEmpty())
                .filter(count -> count.isInEachLine() || progress.get(count) > 0)
                .map(count -> count.word + "=" + progress.get(count))
                .collect(Collectors.joining(" "));
        String total = progress.total() < 0 && outcome.equals("partial") ? "" : " total=" + progress.total();
        return String.format(
                Locale.ROOT,
                "sweep %s: %s%s pages=%d calls=%d took=%dms",
                outcome,
                counts,
                total,
                progress.pages(),
                progress.calls(),
                progress.took().toMillis());
    }

    /** Returns the last poll, full or partial. */
    Optional<SweepProgress> lastPoll() {
        return Optional.ofNullable(lastPoll);
    }

    Optional<SweepProgress> lastSweep() {
        return Optional.ofNullable(lastSweep);
    }

    Optional<SweepProgress> underWay() {
        return Optional.ofNullable(latest).filter(sweep -> sweep.endedAt() == null);
    }

    /** Returns how many tickets the API counts and does not list, by the last complete sweep. */
    public long excess() {
        return meters.excess();
    }

    /** Returns why missing tickets do not count as disappeared; empty if they do. */
    String heldBack() {
        return heldBack;
    }

    /** Returns all notices for an operator although the stream goes on; empty if there are none. */
    public String notice() {
        String more = excess() > 0 ? "the API counts " + excess() + " tickets that it does not list" : "";
        return Stream.concat(notices.stream().map(Supplier::get), Stream.of(heldBack, more))
                .filter(notice -> !notice.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** Returns the problem of now; a page of the sweep under way shows that the API is none. */
    public Optional<Trouble> trouble() {
        if (pulse.isLate()) {
            return Optional.of(
                    blocking(
                            "the stream stands still: for " + pulse.silence().toSeconds()
                                    + " s no step of it has ended",
                            "a thread dump (jcmd <process id> Thread.print) shows what it waits for, a log that hangs perhaps; restart it"));
        }
        boolean apiWorks = underWay().filter(sweep -> sweep.pages() > 0).isPresent();
        return Optional.ofNullable(trouble)
                .filter(known -> !(apiWorks && known.source() == Source.API))
                // Sweeps are complete, and yet no ticket is usable: most likely Tuya has changed its replies.
                .or(() -> lastSweep()
                        .flatMap(SweepProgress::nothingUsable)
                        .map(problem -> blocking(problem, UNUSABLE_REMEDY)));
    }

    private static Trouble blocking(String problem, String remedy) {
        return new Trouble(Source.PROGRAM, problem, remedy, true, null);
    }

    /** Returns how far the sweep under way is, or how far the last one came. */
    String progress() {
        SweepProgress sweep = latest;
        if (sweep == null) {
            return "no sweep has begun";
        }
        String of = sweep.total() < 0 ? "" : " of " + sweep.total();
        return sweep.pages() + " pages, " + sweep.get(SweepCount.FETCHED) + of + " tickets";
    }
}
