package io.github.ticketstream.demo;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.FaultRule;
import io.github.ticketstream.simulator.Faults;
import java.time.Duration;
import java.util.List;

/** A bad day at Tuya: a share of the requests fails, in many ways; some are merely slow. */
final class ErrorMix {
    private static final long SEED = 4711;
    /** Shorter than the pause after a failed sweep, so that a slow reply never reaches the next sweep. */
    private static final Duration SLOW = Duration.ofMillis(600);

    private record Mishap(Calls calls, Fault fault) {}

    /** Mishaps that spoil the API's own answer come first: they are asked last, and do not hide others. */
    private static final List<Mishap> MISHAPS = List.of(
            new Mishap(Calls.all(), Fault.cutBody()),
            new Mishap(Calls.all(), Fault.truncatedJson()),
            new Mishap(Calls.all(), Fault.dropConnection()),
            new Mishap(Calls.feedbacks(), Fault.apiError(1010, "token invalid")),
            new Mishap(Calls.all(), Fault.apiError(500, "system error")),
            new Mishap(Calls.all(), Fault.apiError(1110, "too many requests")),
            new Mishap(Calls.all(), Fault.apiError(40000309, "busy")),
            new Mishap(Calls.all(), Fault.status(429).retryAfter(Duration.ofSeconds(1))),
            new Mishap(Calls.all(), Fault.status(503)));

    private final Faults faults;
    private final FaultRule slow;

    private ErrorMix(Faults faults, FaultRule slow) {
        this.faults = faults;
        this.slow = slow;
    }

    /** @param rate the share of requests that fail, from 0 to 1 */
    static ErrorMix start(Faults faults, double rate) {
        double share = rate / MISHAPS.size();
        FaultRule slow = faults.sometimes(share, SEED, Calls.all(), Fault.slow(SLOW));
        for (int i = 0; i < MISHAPS.size(); i++) {
            // The newest rule is asked first, so this one is asked only about what those after it let pass.
            double passed = 1 - share * (MISHAPS.size() - 1 - i);
            Mishap mishap = MISHAPS.get(i);
            faults.sometimes(share / passed, SEED + 1 + i, mishap.calls(), mishap.fault());
        }
        return new ErrorMix(faults, slow);
    }

    int slowReplies() {
        return slow.timesStruck();
    }

    void stop() {
        faults.clear();
    }
}
