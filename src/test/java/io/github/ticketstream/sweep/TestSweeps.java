package io.github.ticketstream.sweep;

import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.tuya.CallBudgets;
import io.github.ticketstream.tuya.PageSize;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.TuyaClock;
import java.time.Instant;
import java.util.function.Supplier;

/** Parts of sweeps of which a test looks at something else. */
public final class TestSweeps {
    private static final DisappearanceDetector ROLL_CALL = new DisappearanceDetector(
            new PublishedVersions(),
            TestSettings.tickets(),
            new TuyaClock(Clocks.system()),
            Clocks.system().monotonic());

    private TestSweeps() {}

    /** A full sweep of a list whose total fits. */
    public static FullSweep full(Supplier<PageWalk> walks, KnownTickets tickets, Sweep.Frame frame) {
        return new FullSweep(
                walks,
                new Coverage(tickets, frame.progress(), 0, new Totals()),
                observer(new ListObservations(PageSize.of(100), tickets)),
                frame);
    }

    /** Who does not know of any ticket that was there before. */
    public static FullSweep.Observer observer(ListObservations observations) {
        return new FullSweep.Observer(observations, ROLL_CALL);
    }

    public static DisappearanceDetector detector() {
        return ROLL_CALL;
    }

    /** Round a sweep that began long ago and that nothing stops. */
    public static Sweep.Frame frame() {
        return frame(progress());
    }

    public static Sweep.Frame frame(SweepProgress progress) {
        return new Sweep.Frame(progress, new TransactionSize(), () -> false);
    }

    public static SweepProgress progress() {
        return new SweepProgress(new Moment(Instant.EPOCH, Instant.EPOCH), CallBudgets.none(), 0);
    }
}
