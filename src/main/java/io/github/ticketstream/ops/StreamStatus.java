package io.github.ticketstream.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** How the stream is, for those who watch. Written by the thread of the sweeps, read by any. */
public final class StreamStatus {
    /**
     * Why the last sweep failed.
     *
     * @param remedy what to do about it
     * @param blocking whether nothing can work until it is over: Kafka away, credentials refused, quota spent
     * @param nextAttempt when it is tried again
     */
    public record Trouble(String problem, String remedy, boolean blocking, Instant nextAttempt) {}

    /**
     * The last sweep that was complete.
     *
     * @param calls what it took
     */
    public record CompleteSweep(SweepProgress counts, long calls, Instant completedAt) {}

    private final BooleanSupplier active;
    private final BooleanSupplier ending;
    private volatile SweepProgress underWay;
    private volatile boolean sweeping;
    private volatile CompleteSweep lastSweep;
    private volatile Duration lastDuration = Duration.ZERO;
    private volatile Trouble trouble;

    /**
     * @param active whether this process is the one that sweeps, now
     * @param ending whether this process is about to end
     */
    public StreamStatus(BooleanSupplier active, BooleanSupplier ending) {
        this.active = active;
        this.ending = ending;
    }

    /** Whether this process is the one that sweeps; otherwise it is a standby. */
    public boolean isActive() {
        return active.getAsBoolean();
    }

    /** Whether a sweep has to end: the process does, or has become a standby. */
    public boolean isStopping() {
        return ending.getAsBoolean() || !isActive();
    }

    /** What was before says nothing about what comes: this process has just become active, or a standby. */
    public void begunAnew() {
        underWay = null;
        sweeping = false;
        lastSweep = null;
        lastDuration = Duration.ZERO;
        trouble = null;
    }

    public void recovered() {
        trouble = null;
    }

    public void begun(SweepProgress progress) {
        underWay = progress;
        sweeping = true;
    }

    public void completed(SweepProgress progress, Instant now) {
        lastDuration = Duration.between(progress.startedAt(), now);
        lastSweep = new CompleteSweep(progress, progress.calls(), now);
        trouble = null;
    }

    /** The sweep under way is over, complete or not. */
    public void ended() {
        sweeping = false;
    }

    public void failed(Trouble reason) {
        trouble = reason;
    }

    /** When the last complete sweep ended; empty before the first one. */
    public Optional<Instant> lastComplete() {
        return lastSweep().map(CompleteSweep::completedAt);
    }

    /** The last complete sweep; empty before the first one. */
    public Optional<CompleteSweep> lastSweep() {
        return Optional.ofNullable(lastSweep);
    }

    /** The sweep under way; empty between two. */
    public Optional<SweepProgress> underWay() {
        return sweeping ? Optional.ofNullable(underWay) : Optional.empty();
    }

    public Duration lastDuration() {
        return lastDuration;
    }

    public Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** In words, how far the sweep under way is. */
    public String progress() {
        SweepProgress sweep = underWay;
        if (sweep == null) {
            return "no sweep has begun";
        }
        String of = sweep.total() < 0 ? "" : " of " + sweep.total();
        return sweep.pages() + " pages, " + sweep.fetched() + of + " tickets";
    }
}
