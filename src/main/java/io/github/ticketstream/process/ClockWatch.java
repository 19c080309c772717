package io.github.ticketstream.process;

import io.github.ticketstream.process.Clocks.Moment;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices when the machine's clock was set back, because libraries that measure by it then wait too long. */
public final class ClockWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

    private final Clocks clocks;
    private final Runnable onSetBack;
    private Moment last;

    public ClockWatch(Clocks clocks, Runnable onSetBack) {
        this.clocks = clocks;
        this.onSetBack = onSetBack;
        this.last = clocks.now();
    }

    /** Compares the clocks, regularly. A clock that is merely adjusted goes back by less than a second. */
    public void look() {
        Moment now = clocks.now();
        Duration setBack = clocks.since(last).minus(Duration.between(last.wall(), now.wall()));
        last = now;
        if (setBack.compareTo(Duration.ofSeconds(1)) > 0) {
            LOG.warn("this machine's clock was set back by {} s", setBack.toSeconds());
            onSetBack.run();
        }
    }
}
