package io.github.ticketstream;

import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.published.KnownTickets;
import java.time.Instant;

/** Parts of sweeps of which a test looks at something else. */
final class TestSweeps {
    private TestSweeps() {}

    /** Of a sweep that began long ago, of a list whose total fits. */
    static Coverage coverage(KnownTickets tickets) {
        return new Coverage(tickets, progress(), 0);
    }

    static SweepProgress progress() {
        return new SweepProgress(new Moment(Instant.EPOCH, Instant.EPOCH), () -> 0, () -> 0);
    }
}
