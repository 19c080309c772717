package io.github.ticketstream.pace;

import io.github.ticketstream.tuya.CallBudget;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.util.TimeUtils;

/** How far the month's calls will go. */
public final class Outlook {
    /** So many whole-month paces before the month's end, "spent" is a rounding effect. */
    private static final int PACES = 3;

    private static final Duration MAX_END = Duration.ofDays(1);

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
        Duration lasts = Duration.ofSeconds((long) (budget.left() / calls));
        return budget.nextMonth()
                .filter(next -> lasts.compareTo(rest) < 0)
                .map(next -> LocalDate.ofInstant(next.minus(rest).plus(lasts), ZoneOffset.UTC));
    }

    /** What stands in the way of polls for the rest of the month; empty if nothing does. */
    public Optional<String> problem() {
        if (budget.limit().isEmpty() || budget.left() >= pace.leastCalls()) {
            return Optional.empty();
        }
        Duration perSweep = budget.wholeMonth()
                .multipliedBy(Math.max(1, pace.costOfSweep()))
                .dividedBy(budget.limit().getAsLong());
        Duration rounding = perSweep.multipliedBy(PACES);
        Duration end = rounding.compareTo(MAX_END) < 0 ? rounding : MAX_END;
        return budget.restOfMonth().compareTo(end) <= 0 ? Optional.empty() : Optional.of(budget.spent());
    }

    /** What an operator should know although the stream goes on; empty if there is nothing. */
    public String notice() {
        List<String> notices = new ArrayList<>();
        pace.periods()
                .full()
                .filter(set -> budget.limit().isPresent() && pace.fullPeriod().compareTo(set.multipliedBy(2)) > 0)
                .ifPresent(set ->
                        notices.add("tuya.calls-per-month=" + budget.limit().getAsLong()
                                + " pays for a full sweep every " + TimeUtils.printDuration(pace.fullPeriod())
                                + ", not for one every " + TimeUtils.printDuration(set)
                                + " (tickets.full-sweep-period), and for nothing between them"));
        pace.resting()
                .forEach((place, why) -> notices.add(
                        "partial sweeps leave out " + place.inWords() + " for now, since it can't be had: " + why));
        return String.join("; ", notices);
    }
}
