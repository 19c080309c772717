package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.warn;

import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.TuyaException;
import io.github.ticketstream.tuya.TuyaMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The API, by four calls at most: the token, and pages 1, 2 and the last under the guards of a whole walk. */
final class TuyaChecks {
    private static final String API = "Tuya API";

    private static final String NOT_THE_DATA_CENTER =
            "; an access token was given, which proves the keys and not the data center: another one gives tokens as well";

    /** A reply carries the time at which it was sent. */
    private static final double CLOCK_TOLERANCE_SECONDS = 10;

    private static final double MONTH_MILLIS = Duration.ofDays(30).toMillis();
    private static final long TRIAL_EDITION = 26_000;

    private final Connections connections;
    private final List<Page> pages = new ArrayList<>();

    TuyaChecks(Connections connections) {
        this.connections = connections;
    }

    /** Call it after the state topic was read, on which the stream notes how many tickets it asks for in one call. */
    void run(Report report, List<String> args) {
        try (PageWalk walk = connections.tuya().tickets().pick(place -> place <= 2 ? place : lastNumber())) {
            report.check(API, () -> firstPage(walk));
            report.check("pages", () -> morePages(walk), API);
            report.check("entries", this::judgeEntries, API);
            OptionalLong budget = connections.tuyaSettings().callsPerMonth();
            report.check("quota", () -> quota(connections.ticketSettings(), budget, pages.get(0)), API);
            if (args.contains(CommandLine.PAGE_SIZE)) {
                report.check("largest page", () -> ok(ApiProbe.largest(new ApiProbe(connections).sizes())), API);
            }
        }
    }

    private CheckResult firstPage(PageWalk walk) {
        try {
            pages.add(walk.next());
        } catch (TuyaException e) {
            boolean hasToken = connections.tuya().meters().calls().get(TuyaMeters.FULL) > 0;
            return fail(e.getMessage() + (hasToken ? NOT_THE_DATA_CENTER : ""), e.remedy());
        }
        long total = pages.get(0).total();
        double offset = connections.tuya().clock().offset() / 1000.0;
        String found =
                "%s gives an access token and the ticket list, %s; its clock is at %+.1f s against this machine's"
                        .formatted(
                                connections.tuyaSettings().baseUrl(),
                                total < 0 ? "without a total" : total + " tickets in all",
                                offset);
        return Math.abs(offset) < CLOCK_TOLERANCE_SECONDS
                ? ok(found)
                : warn(found, "set this machine's clock, for instance by NTP");
    }

    /** The guards of the walk find an API that ignores the number of a page, and one that refuses later pages. */
    private CheckResult morePages(PageWalk walk) {
        while (walk.hasNext() && walk.nextNumber() <= lastNumber()) {
            pages.add(walk.next());
        }
        String numbers =
                pages.stream().map(page -> Integer.toString(page.number())).collect(Collectors.joining(", "));
        return ok("what was asked for: " + numbers);
    }

    /** The last page by the total; 2 without one. */
    private int lastNumber() {
        return (int) Math.max(2, Math.min(Integer.MAX_VALUE - 1, pages(pages.get(0))));
    }

    /** Returns the pages of a list, of which all but the last are as full as the first; 1 without a total. */
    private static long pages(Page first) {
        long size = Math.max(1, first.hasMore() ? first.entries().size() : first.total());
        return Math.max(1, first.total() / size + (first.total() % size > 0 ? 1 : 0));
    }

    /** Checks whether the list's entries are tickets. */
    private CheckResult judgeEntries() {
        List<ListEntry> all =
                pages.stream().flatMap(page -> page.entries().stream()).toList();
        List<ListEntry> bad = all.stream().filter(entry -> !entry.isTicket()).toList();
        if (bad.isEmpty()) {
            return ok(all.size() + " looked at");
        }
        String found = "%d looked at, %d of them no ticket, the first since %s"
                .formatted(all.size(), bad.size(), bad.get(0).defect());
        String remedy = "report it to Tuya; the dead-letter topic will hold them";
        return all.size() == bad.size() ? fail(found + ": nothing would be published", remedy) : warn(found, remedy);
    }

    /**
     * Compares the calls that polling takes with the budget, or else with those of the trial edition. It uses floating
     * point, because the API can send any total.
     *
     * @param budget calls in a month, which the stream never exceeds; empty if none is set
     */
    static CheckResult quota(TicketSettings settings, OptionalLong budget, Page first) {
        long pages = pages(first);
        double full = settings.fullSweepPeriod()
                .map(period -> pages * MONTH_MILLIS / period.toMillis())
                .orElse(0.0);
        if (budget.isPresent()) {
            return shared(budget.getAsLong(), pages, full);
        }
        double polls = MONTH_MILLIS / settings.pollPeriod().toMillis();
        // With a period of their own for full sweeps, every poll in between takes at least one call.
        double calls = full > 0 ? polls + full : polls * pages;
        String found = String.format(
                Locale.ROOT,
                "at least %,d calls in 30 days, %d for a full sweep; the trial edition has 26,000",
                (long) calls,
                pages);
        return calls <= TRIAL_EDITION
                ? ok(found)
                : fail(
                        found,
                        "set tuya.calls-per-month to what was ordered (with the trial edition, 26000): then full and partial"
                                + " sweeps share the calls");
    }

    /** @param full calls in 30 days for full sweeps with a period of their own; 0 if they have none */
    private static CheckResult shared(long budget, long pages, double full) {
        String share = "tuya.calls-per-month=%d, and %d calls for a full sweep: ".formatted(budget, pages);
        if (full == 0) {
            return ok(share + "full and partial sweeps share the calls");
        }
        String left = String.format(
                Locale.ROOT,
                "%s%,d in 30 days for full sweeps, %,d left for the polls between",
                share,
                (long) full,
                (long) Math.max(0, budget - full));
        return full < budget
                ? ok(left)
                : warn(
                        left + "; the period will be stretched",
                        "raise tickets.full-sweep-period to more than "
                                + (long) Math.ceil(pages * MONTH_MILLIS / budget / 1000) + "s");
    }
}
