package io.github.ticketstream.doctor;

import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.Page;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Compares what polling costs with the calls that there are. */
final class Quota {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final long MONTH_MILLIS = Duration.ofDays(30).toMillis();
    private static final long TRIAL_EDITION = 26_000;
    static final String BUDGET = "tuya.calls-per-month";

    private final TicketSettings settings;
    private final OptionalLong budget;

    /** @param budget calls in a month; empty if none is set */
    Quota(TicketSettings settings, OptionalLong budget) {
        this.settings = settings;
        this.budget = budget;
    }

    /** @param first page 1 of the list */
    CheckResult estimate(String check, Page first) {
        // A page that is not the last one is full: so many there are on a page, whatever was asked for.
        int pageSize = first.hasMore() ? first.entries().size() : settings.pageSize();
        long pages = Math.max(1, (first.total() + pageSize - 1) / pageSize);
        String key = settings.fullSweepPeriod().isPresent() ? "tickets.full-sweep-period" : "tickets.poll-period";
        long period = settings.fullSweepPeriod().orElse(settings.pollPeriod()).toMillis();
        long calls = pages * MONTH_MILLIS / period;
        String found = String.format(
                Locale.ROOT,
                "%s %,d calls in 30 days (%d a sweep, every %s)",
                first.total() < 0 ? "at least" : "about",
                calls,
                pages,
                seconds(period));
        long limit = budget.orElse(TRIAL_EDITION);
        String than = budget.isEmpty()
                ? String.format(Locale.ROOT, "the trial edition's %,d", limit)
                : String.format(Locale.ROOT, "%s=%d", BUDGET, limit);
        if (calls <= limit) {
            String left = settings.fullSweepPeriod().isEmpty()
                    ? ""
                    : String.format(Locale.ROOT, "; %,d are left for the polls between", limit - calls);
            return CheckResult.ok(check, found + ", no more than " + than + left);
        }
        String more = found + ", more than " + than;
        if (budget.isPresent() && settings.fullSweepPeriod().isEmpty()) {
            return CheckResult.ok(check, more + ": full and partial sweeps will share the calls");
        }
        long longer = (pages * MONTH_MILLIS / limit + 999) / 1000;
        String raise = "raise " + key + " to " + longer + "s or more, or tickets.page-size";
        return budget.isEmpty()
                ? CheckResult.warn(
                        check,
                        more,
                        "with the trial edition, " + raise + "; otherwise set " + BUDGET + " to what was ordered")
                : CheckResult.warn(
                        check,
                        more + ": the period will be stretched, and nothing is left for the polls between",
                        raise);
    }

    /** About how fresh the topic will be, half the time between two looks, and the settings that make it so. */
    CheckResult freshness(String check, ListShape list) {
        long limit = budget.orElse(TRIAL_EDITION);
        long callsPerDay = limit * DAY_MILLIS / MONTH_MILLIS;
        long everyPoll = list.pages() * DAY_MILLIS / settings.pollPeriod().toMillis();
        if (list.total() < 0 || everyPoll <= callsPerDay) {
            return CheckResult.ok(check, list.inWords() + "; every poll can read the whole list");
        }
        long left = Math.max(callsPerDay / 2, callsPerDay - list.pages());
        long look = Math.max(settings.pollPeriod().toMillis(), DAY_MILLIS * list.callsOfLook() / left);
        String found = String.format(
                Locale.ROOT,
                "%s; with %,d calls a month a change waits about %s, by full sweeps alone %s",
                list.inWords(),
                limit,
                minutes(look / 2),
                minutes(DAY_MILLIS * list.pages() / callsPerDay / 2));
        return budget.isEmpty() && settings.fullSweepPeriod().isEmpty()
                ? CheckResult.warn(
                        check,
                        found,
                        "set " + BUDGET + " to what was ordered: then full and partial sweeps share the calls; or set"
                                + " tickets.full-sweep-period=24h")
                : CheckResult.ok(check, found);
    }

    private static String minutes(long millis) {
        return String.format(Locale.ROOT, "%.1f min", millis / 60_000.0);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, millis % 1000 == 0 ? "%.0f s" : "%.1f s", millis / 1000.0);
    }
}
