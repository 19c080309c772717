package io.github.ticketstream.doctor;

import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.Page;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Compares what polling costs with the calls that there are. */
final class Quota {
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
        long period = settings.pollPeriod().toMillis();
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
            return CheckResult.ok(check, found + ", no more than " + than);
        }
        long longer = (pages * MONTH_MILLIS / limit + 999) / 1000;
        String raise = "raise tickets.poll-period to " + longer + "s or more, or tickets.page-size";
        return budget.isEmpty()
                ? CheckResult.warn(
                        check,
                        found + ", more than " + than,
                        "with the trial edition, " + raise + "; otherwise set " + BUDGET + " to what was ordered")
                : CheckResult.warn(check, found + ", more than " + than + ": the period will be stretched", raise);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, millis % 1000 == 0 ? "%.0f s" : "%.1f s", millis / 1000.0);
    }
}
