package io.github.ticketstream.tuya;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;

/** Budgets for tests of other packages. */
public final class CallBudgets {
    private CallBudgets() {}

    public static CallBudget unlimited(Duration pollPeriod, Clock clock) {
        return new CallBudget(OptionalLong.empty(), pollPeriod, clock);
    }
}
