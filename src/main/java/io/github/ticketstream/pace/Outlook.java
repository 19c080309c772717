package io.github.ticketstream.pace;

import io.github.ticketstream.tuya.CallBudget;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** How far the month's calls will go. */
public final class Outlook {
    /** After so many whole-month paces without a poll, "spent" is no longer a rounding effect at the month's end. */
    private static final int PACES = 3;

    private final CallBudget budget;
    private final Pace pace;

    public Outlook(CallBudget budget, Pace pace) {
        this.budget = budget;
        this.pace = pace;
    }

    public CallBudget budget() {
        return budget;
    }

    public Pace pace() {
        return pace;
    }

    /** The day on which the budget would be spent if polls came every poll period; empty if it lasts. */
    public Optional<LocalDate> spentOn() {
        double calls = pace.callsAtPollPeriod();
        if (budget.limit().isEmpty() || calls == 0) {
            return Optional.empty();
        }
        Duration rest = budget.restOfMonth();
        Duration lasts = Duration.ofSeconds((long) (Math.max(0, budget.left()) / calls));
        return lasts.compareTo(rest) < 0
                ? Optional.of(LocalDate.ofInstant(budget.nextMonth().minus(rest).plus(lasts), ZoneOffset.UTC))
                : Optional.empty();
    }

    /** What stands in the way of sweeps for the rest of the month; empty if nothing does. */
    public Optional<String> problem() {
        long cost = pace.costOfSweep();
        if (budget.limit().isEmpty() || budget.left() >= Math.max(1, cost)) {
            return Optional.empty();
        }
        Duration perSweep =
                budget.wholeMonth().multipliedBy(cost).dividedBy(budget.limit().getAsLong());
        boolean atTheEnd = pace.hasPolledWithin(perSweep.multipliedBy(PACES));
        return atTheEnd ? Optional.empty() : Optional.of(budget.spent());
    }
}
