package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.warn;

import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The API, by three calls: the token, and pages 1 and 2 of the list under the guards of a whole walk. */
final class TuyaChecks {
    private static final String API = "Tuya API";

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
        try (PageWalk walk = connections.tuya().tickets().oneByOne()) {
            report.check(API, () -> firstPage(walk));
            report.check("page 2", () -> secondPage(walk), API);
            report.check("entries", this::judgeEntries, API);
            OptionalLong budget = connections.tuyaSettings().callsPerMonth();
            report.check("quota", () -> quota(connections.ticketSettings(), budget, pages.get(0)), API);
            if (args.contains(CommandLine.PAGE_SIZE)) {
                report.check("largest page", () -> ok(ApiProbe.largest(new ApiProbe(connections).sizes())), API);
            }
        }
    }

    private CheckResult firstPage(PageWalk walk) {
        pages.add(walk.next());
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

    /** The guards of the walk find an API that ignores the number of a page. */
    private CheckResult secondPage(PageWalk walk) {
        if (!walk.hasNext()) {
            return ok("page 1 is the whole list");
        }
        pages.add(walk.next());
        return ok("is what was asked for");
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
     * Compares the calls that polling takes without a budget with those of the trial edition. It uses floating point,
     * because the API can send any total.
     *
     * @param budget calls in a month, which the stream never exceeds; empty if none is set
     */
    static CheckResult quota(TicketSettings settings, OptionalLong budget, Page first) {
        long pages = pages(first);
        if (budget.isPresent()) {
            return ok("full sweeps, of %d calls each, and partial sweeps share tuya.calls-per-month=%d"
                    .formatted(pages, budget.getAsLong()));
        }
        double polls = MONTH_MILLIS / settings.pollPeriod().toMillis();
        // With a period of their own for full sweeps, every poll in between takes at least one call.
        double calls = settings.fullSweepPeriod()
                .map(period -> polls + pages * MONTH_MILLIS / period.toMillis())
                .orElse(polls * pages);
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
}
