package io.github.ticketstream.ops;

import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.process.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the stream is, for those who watch. Written by the thread of the sweeps, read by any. */
public final class StreamStatus {
    /** Where a trouble comes from, and hence what shows that it is over. */
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

    /**
     * The last sweep that was complete.
     *
     * @param calls what it took
     */
    public record CompleteSweep(SweepProgress counts, long calls, Moment completedAt, Duration took) {}

    /**
     * The last poll that succeeded.
     *
     * @param partial whether it was a partial sweep
     */
    public record LastPoll(boolean partial, Moment at, Duration took) {}

    static final String UNUSABLE_REMEDY =
            "compare the entries on that topic with Tuya's page of the API; if Tuya has changed them, report it with one of them";

    private final BooleanSupplier active;
    private final BooleanSupplier ending;
    private final Pulse pulse;
    private volatile SweepProgress underWay;
    private volatile boolean sweeping;
    private volatile CompleteSweep lastSweep;
    private volatile LastPoll lastPoll;
    private volatile Trouble trouble;
    private volatile long excess;
    private List<Supplier<String>> notices = List.of();

    /**
     * @param active whether this process is the one that sweeps, now
     * @param ending whether this process is about to end
     */
    public StreamStatus(BooleanSupplier active, BooleanSupplier ending) {
        this(active, ending, Pulse.none());
    }

    /** @param pulse of the thread of the sweeps */
    public StreamStatus(BooleanSupplier active, BooleanSupplier ending, Pulse pulse) {
        this.active = active;
        this.ending = ending;
        this.pulse = pulse;
    }

    /** The thread of the sweeps gives its signs here. */
    public Pulse pulse() {
        return pulse;
    }

    /** Whether this process is the one that sweeps; otherwise it is a standby. */
    public boolean isActive() {
        return active.getAsBoolean();
    }

    /** Whether a sweep has to end: the process does, or has become a standby. */
    public boolean isStopping() {
        return ending.getAsBoolean() || !isActive();
    }

    /** The role has changed: forgets what was observed before. */
    public void reset() {
        underWay = null;
        sweeping = false;
        lastSweep = null;
        lastPoll = null;
        trouble = null;
    }

    public void recovered() {
        trouble = null;
    }

    /** The state was read: Kafka works. */
    public void begun(SweepProgress progress) {
        underWay = progress;
        sweeping = true;
        kafkaWorks();
    }

    public void kafkaWorks() {
        if (trouble().filter(known -> known.source() == Source.KAFKA).isPresent()) {
            trouble = null;
        }
    }

    /** @param counted tickets that the API counts and does not list; 0 if it counts right */
    public void completed(CompleteSweep sweep, long counted) {
        lastPoll = new LastPoll(false, sweep.completedAt(), sweep.took());
        lastSweep = sweep;
        excess = counted;
        trouble = null;
    }

    /** A partial sweep has looked at its places. */
    public void looked(Moment end, Duration took) {
        lastPoll = new LastPoll(true, end, took);
        trouble = null;
    }

    /** The last poll that succeeded; empty before the first one. */
    public Optional<LastPoll> lastPoll() {
        return Optional.ofNullable(lastPoll);
    }

    /** Tickets that the API counts and does not list, by the last complete sweep. */
    public long excess() {
        return excess;
    }

    /** @param sources each tells what an operator should know although the stream goes on; empty if there is nothing */
    public void noticesFrom(List<Supplier<String>> sources) {
        notices = sources;
    }

    public String notice() {
        Supplier<String> unusable = () ->
                lastSweep().flatMap(sweep -> sweep.counts().unusableShare()).orElse("");
        return Stream.concat(notices.stream(), Stream.of(unusable))
                .map(Supplier::get)
                .filter(notice -> !notice.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** The sweep under way is over, complete or not. */
    public void ended() {
        sweeping = false;
    }

    public void failed(Trouble reason) {
        trouble = reason;
    }

    /** The last complete sweep; empty before the first one. */
    public Optional<CompleteSweep> lastSweep() {
        return Optional.ofNullable(lastSweep);
    }

    /** The sweep under way; empty between two. */
    public Optional<SweepProgress> underWay() {
        return sweeping ? Optional.ofNullable(underWay) : Optional.empty();
    }

    /** What stands in the way now; a page of the sweep under way shows that the API does not. */
    public Optional<Trouble> trouble() {
        if (pulse.isLate()) {
            return Optional.of(standstill());
        }
        boolean apiWorks = underWay().filter(sweep -> sweep.pages() > 0).isPresent();
        return Optional.ofNullable(trouble)
                .filter(known -> !(apiWorks && known.source() == Source.API))
                .or(this::nothingUsable);
    }

    /** Sweeps are complete, and yet nothing can be published: Tuya has changed what it sends, most likely. */
    private Optional<Trouble> nothingUsable() {
        return lastSweep()
                .map(CompleteSweep::counts)
                .filter(SweepProgress::isNothingUsable)
                .flatMap(SweepProgress::unusableShare)
                .map(problem -> new Trouble(Source.PROGRAM, problem, UNUSABLE_REMEDY, true, null));
    }

    private Trouble standstill() {
        return new Trouble(
                Source.PROGRAM,
                "the stream stands still: for " + pulse.silence().toSeconds() + " s no step of it has ended",
                "a thread dump (jcmd <process id> Thread.print) shows what it waits for, a log that hangs perhaps; restart it",
                true,
                null);
    }

    /** In words, how far the sweep under way is. */
    public String progress() {
        SweepProgress sweep = underWay;
        if (sweep == null) {
            return "no sweep has begun";
        }
        String of = sweep.total() < 0 ? "" : " of " + sweep.total();
        return sweep.pages() + " pages, " + sweep.get(SweepCount.FETCHED) + of + " tickets";
    }
}
