package io.github.ticketstream.tuya;

import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.settings.TuyaSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.OptionalLong;

/** Budgets for tests of other packages. */
public final class CallBudgets {
    private CallBudgets() {}

    /** The API, as far as those who watch ask it: its calls know no limit. */
    public static Tuya unlimited(Clock clock) {
        return tuya(clock, of(OptionalLong.empty(), clock));
    }

    public static Tuya tuya(Clock clock, CallBudget budget) {
        TuyaClock tuyaClock = new TuyaClock(new Clocks(clock, clock));
        PageSize pageSize = PageSize.of(50);
        TicketList asksNobody = new TicketList(
                TuyaSettings.from(TestSettings.with()),
                TestSettings.tickets(),
                new TicketList.Requests(null, null),
                pageSize,
                tuyaClock);
        TuyaMeters meters = new TuyaMeters(new SimpleMeterRegistry(), tuyaClock, pageSize);
        return new Tuya(asksNobody, meters, budget, tuyaClock, () -> {}, null);
    }

    /** No limit, and no reply yet. */
    public static CallBudget none() {
        return new CallBudget(OptionalLong.empty(), 1, new TuyaClock(Clocks.system()));
    }

    /** Of months of a clock that Tuya's agrees with, from the first reply on. */
    public static CallBudget of(OptionalLong limit, Clock clock) {
        TuyaClock tuyaClock = new TuyaClock(new Clocks(clock, clock));
        tuyaClock.observe(clock.millis());
        return new CallBudget(limit, 1, tuyaClock);
    }
}
