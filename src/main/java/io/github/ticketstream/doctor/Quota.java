package io.github.ticketstream.doctor;

import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Compares what polling costs with the calls that there are. In floating point: a total is whatever the API says, and a budget
 * can be a single call.
 */
final class Quota {
    private static final double DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final double MONTH_MILLIS = Duration.ofDays(30).toMillis();
    private static final long TRIAL_EDITION = 26_000;
    static final String BUDGET = "tuya.calls-per-month";

    private final TicketSettings settings;
    private final OptionalLong budget;

    /** @param budget calls in a month; empty if none is set */
    Quota(TicketSettings settings, OptionalLong budget) {
        this.settings = settings;
        this.budget = budget;
    }

    /** @param list as far as a few pages show it */
    CheckResult estimate(String check, ListShape list) {
        String key = settings.fullSweepPeriod().isPresent() ? "tickets.full-sweep-period" : "tickets.poll-period";
        double full = callsOfFullSweeps(list);
        double between = callsBetween(list);
        String found = String.format(
                Locale.ROOT,
                "%s %,d calls in 30 days (%d a sweep, every %s)",
                list.total() < 0 ? "at least" : "about",
                (long) full,
                list.pages(),
                seconds(fullPeriodMillis()));
        if (budget.isEmpty() && between > 0) {
            found += String.format(
                    Locale.ROOT,
                    " and %,d for the polls between (%d each, every %s)",
                    (long) between,
                    list.callsOfLook(),
                    seconds(pollMillis()));
        }
        double limit = limit();
        String than = budget.isEmpty()
                ? String.format(Locale.ROOT, "the trial edition's %,d", TRIAL_EDITION)
                : String.format(Locale.ROOT, "%s=%d", BUDGET, budget.getAsLong());
        if (full + (budget.isEmpty() ? between : 0) <= limit) {
            String left = settings.fullSweepPeriod().isEmpty() || budget.isEmpty()
                    ? ""
                    : String.format(Locale.ROOT, "; %,d are left for the polls between", (long) (limit - full));
            return CheckResult.ok(check, found + ", no more than " + than + left);
        }
        String more = found + ", more than " + than;
        if (budget.isPresent() && settings.fullSweepPeriod().isEmpty()) {
            return CheckResult.ok(check, more + ": full and partial sweeps will share the calls");
        }
        String raise = "raise " + key + " to " + (long) Math.ceil(list.pages() * MONTH_MILLIS / limit / 1000)
                + "s or more, or tickets.page-size";
        return budget.isEmpty()
                ? CheckResult.warn(
                        check,
                        more,
                        "set " + BUDGET + " to what was ordered (with the trial edition, " + TRIAL_EDITION
                                + "): then full and partial sweeps share the calls, and a change waits about "
                                + minutes(shared(list) / 2))
                : CheckResult.warn(
                        check,
                        more + ": the period will be stretched, and nothing is left for the polls between",
                        raise);
    }

    /** About how fresh the topic will be, with the calls of {@link #estimate}: half the time between two looks. */
    CheckResult freshness(String check, ListShape list) {
        if (list.total() < 0) {
            return CheckResult.ok(check, list.inWords() + "; without a total, how long a change waits is not known");
        }
        boolean everyPollIsFull = settings.fullSweepPeriod().isEmpty()
                && (budget.isEmpty() || callsOfFullSweeps(list) <= budget.getAsLong());
        String wait;
        if (everyPollIsFull) {
            wait = minutes(pollMillis() / 2) + ": every poll reads the whole list";
        } else if (budget.isEmpty()) {
            wait = minutes(pollMillis() / 2) + ": every poll looks where changes turn up";
        } else {
            wait = minutes(shared(list) / 2) + ", by full sweeps alone "
                    + minutes(list.pages() * MONTH_MILLIS / limit() / 2);
        }
        return CheckResult.ok(check, list.inWords() + "; a change waits about " + wait);
    }

    /** Between two looks, in milliseconds, when full and partial sweeps share the calls of a month. */
    private double shared(ListShape list) {
        double full = settings.fullSweepPeriod().isPresent()
                ? Math.min(callsOfFullSweeps(list), limit())
                : Math.min(limit() / 2, list.pages() * MONTH_MILLIS / DAY_MILLIS);
        double byFull = list.pages() * MONTH_MILLIS / limit();
        double left = limit() - full;
        double look = left <= 0 ? byFull : list.callsOfLook() * MONTH_MILLIS / left;
        return Math.max(pollMillis(), Math.min(byFull, look));
    }

    private double callsOfFullSweeps(ListShape list) {
        return list.pages() * MONTH_MILLIS / fullPeriodMillis();
    }

    private double callsBetween(ListShape list) {
        return settings.fullSweepPeriod().isEmpty() ? 0 : list.callsOfLook() * MONTH_MILLIS / pollMillis();
    }

    private double limit() {
        return budget.orElse(TRIAL_EDITION);
    }

    private double pollMillis() {
        return settings.pollPeriod().toMillis();
    }

    private double fullPeriodMillis() {
        return settings.fullSweepPeriod().orElse(settings.pollPeriod()).toMillis();
    }

    private static String minutes(double millis) {
        return String.format(Locale.ROOT, "%.1f min", millis / 60_000);
    }

    private static String seconds(double millis) {
        return String.format(Locale.ROOT, millis % 1000 == 0 ? "%.0f s" : "%.1f s", millis / 1000);
    }
}
