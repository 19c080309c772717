package io.github.ticketstream.sweep;

import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.tuya.PageWalk;
import java.time.Instant;
import java.util.function.Supplier;

/** Parts of sweeps of which a test looks at something else. */
public final class TestSweeps {
    private TestSweeps() {}

    /** A full sweep of a list whose total fits. */
    public static FullSweep full(Supplier<PageWalk> walks, KnownTickets tickets, Sweep.Frame frame) {
        return new FullSweep(walks, new Coverage(tickets, frame.progress(), 0), new Whereabouts(100, tickets), frame);
    }

    /** Round a sweep that began long ago and that nothing stops. */
    public static Sweep.Frame frame() {
        return frame(progress());
    }

    public static Sweep.Frame frame(SweepProgress progress) {
        return new Sweep.Frame(progress, new TransactionSize(), () -> false);
    }

    public static SweepProgress progress() {
        return new SweepProgress(new Moment(Instant.EPOCH, Instant.EPOCH), () -> 0, () -> 0);
    }
}
