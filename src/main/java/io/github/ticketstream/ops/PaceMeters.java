package io.github.ticketstream.ops;

import io.github.ticketstream.pace.Outlook;
import io.github.ticketstream.tuya.CallBudget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.ZoneOffset;

/** The month's calls and the pace that follows from them, as gauges. */
public final class PaceMeters {
    private PaceMeters() {}

    public static void register(MeterRegistry registry, Outlook outlook, StreamStatus status) {
        Gauge.builder("tickets.last.poll.timestamp", () -> lastPoll(status))
                .baseUnit("seconds")
                .description("When the last poll of this process, full or partial, succeeded; 0 before the first one")
                .register(registry);
        CallBudget budget = outlook.budget();
        Gauge.builder("tuya.calls.this.month", budget, known -> known.isKnown() ? known.used() : Double.NaN)
                .description(
                        "Calls to Tuya in this month of calls, those of earlier processes included; not a number as long as they are not known")
                .strongReference(true)
                .register(registry);
        budget.limit().ifPresent(limit -> {
            Gauge.builder("tuya.calls.per.month", () -> limit)
                    .description("Calls to Tuya that are allowed in a month: tuya.calls-per-month")
                    .register(registry);
            Gauge.builder("tuya.calls.spent.timestamp", () -> spentOn(outlook))
                    .baseUnit("seconds")
                    .description("The day on which they would be spent at the poll period as set; NaN if they last")
                    .register(registry);
        });
        Gauge.builder("tickets.poll.period", () -> outlook.pace().pollPeriod().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description(
                        "Time between the starts of two polls, now: longer than set if the month's budget demands it")
                .register(registry);
        Gauge.builder(
                        "tickets.full.sweep.period",
                        () -> outlook.pace().fullPeriod().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description("Time between the starts of two full sweeps, now")
                .register(registry);
    }

    private static double lastPoll(StreamStatus status) {
        return status.lastPoll()
                .map(poll -> poll.at().at().toEpochMilli() / 1000.0)
                .orElse(0.0);
    }

    private static double spentOn(Outlook outlook) {
        return outlook.spentOn()
                .map(day -> (double) day.atStartOfDay(ZoneOffset.UTC).toEpochSecond())
                .orElse(Double.NaN);
    }
}
