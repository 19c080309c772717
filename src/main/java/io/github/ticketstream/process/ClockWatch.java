package io.github.ticketstream.process;

import io.github.ticketstream.process.Clocks.Moment;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices when the machine's clock was set back. What measures by it, in libraries, then waits too long. */
public final class ClockWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    /** Clocks that are merely adjusted don't go back so far between two looks. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final Clocks clocks;
    private final Runnable onSetBack;
    private Moment last;

    /** @param onSetBack what to do then */
    public ClockWatch(Clocks clocks, Runnable onSetBack) {
        this.clocks = clocks;
        this.onSetBack = onSetBack;
        this.last = clocks.now();
    }

    /** A route's step, every now and then. */
    public void look() {
        Moment now = clocks.now();
        Duration setBack = clocks.since(last).minus(Duration.between(last.wall(), now.wall()));
        last = now;
        if (setBack.compareTo(TOLERANCE) > 0) {
            LOG.warn("this machine's clock was set back by {} s", setBack.toSeconds());
            onSetBack.run();
        }
    }
}
