package io.github.ticketstream.tuya;

import io.github.ticketstream.process.Clocks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.OptionalLong;

/** Budgets for tests of other packages. */
public final class CallBudgets {
    private CallBudgets() {}

    /** The API, as far as those who watch ask it: its calls know no limit. */
    public static Tuya unlimited(Clock clock) {
        CallBudget budget = new CallBudget(OptionalLong.empty(), 1, clock);
        TuyaClock tuyaClock = new TuyaClock(new Clocks(clock, clock));
        TuyaMeters meters = new TuyaMeters(new SimpleMeterRegistry(), tuyaClock);
        return new Tuya(null, meters, budget, tuyaClock, () -> {});
    }
}
